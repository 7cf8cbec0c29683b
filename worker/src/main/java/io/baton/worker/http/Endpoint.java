package io.baton.worker.http;

/** Answers the GET and HEAD requests of one path. Called on event loops, so it must not block or compute at length. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Answers one request.
     *
     * @param query the part of the target behind the question mark, still encoded; empty if there is none
     */
    Response respond(String query);
}
