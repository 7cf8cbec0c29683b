package io.baton.master.fetch;

import io.baton.master.dispatch.Lane;
import java.util.function.Consumer;

/** Asks workers. A test has one without sockets. Conductor thread only. */
public interface Fetcher {

    /** As {@link #ask}, with {@code GET}. */
    default void get(Lane worker, Entrance entrance, String path, FetchLimits limits, Consumer<Fetched> answer) {
        ask(worker, entrance, "GET", path, limits, answer);
    }

    /**
     * Sends a request without a body to one worker, and to no other. Never waits.
     *
     * @param worker that listens; it is sent one connection of the master's own at a time
     * @param method in capital letters
     * @param path with or without a query, as {@link FetchPath#require} wants it
     * @param answer called once on the conductor, later
     */
    void ask(Lane worker, Entrance entrance, String method, String path, FetchLimits limits, Consumer<Fetched> answer);
}
