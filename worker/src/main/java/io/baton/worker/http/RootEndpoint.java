package io.baton.worker.http;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import io.baton.worker.spi.Worker;

/** Answers {@code GET /} with the pid of the process. */
final class RootEndpoint implements Endpoint {
    private final Answer answer;

    RootEndpoint(Worker worker) {
        this.answer = Answer.text(OK, "I am worker, pid: " + worker.pid() + ", ppid: " + worker.ppid() + "\n");
    }

    @Override
    public Response respond(String query) {
        return answer;
    }
}
