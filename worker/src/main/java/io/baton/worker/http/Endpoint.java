package io.baton.worker.http;

/** Answers the GET and HEAD requests of one path. Called on event loops, so it must not block or compute at length. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Answers one request.
     *
     * @param query what stood after the question mark, still encoded; empty when there was none
     */
    Response respond(String query);
}
