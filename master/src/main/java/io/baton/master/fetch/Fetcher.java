package io.baton.master.fetch;

import io.baton.master.dispatch.Lane;
import java.util.function.Consumer;

/** Asks workers. A test has one without sockets. Conductor thread only. */
public interface Fetcher {

    /**
     * Sends {@code GET path} to one worker, and to no other. Never waits.
     *
     * @param worker that is ready; it is sent one connection of the master's own at a time
     * @param path with or without a query, as {@link FetchPath#require} wants it
     * @param answer called once on the conductor, later
     */
    void get(Lane worker, Entrance entrance, String path, FetchLimits limits, Consumer<Fetched> answer);
}
