package io.baton.worker.http;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import io.baton.worker.spi.Worker;

/** {@code GET /}: says which process answers. */
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
