package io.baton.master.fetch;

import io.baton.master.dispatch.ListenKey;

/**
 * Where a connection of the master's own comes into a worker.
 *
 * @param listener through which the worker is to believe that the connection came
 * @param unix whether that listens at a path, so that its connections are Unix-domain sockets
 */
public record Entrance(ListenKey listener, boolean unix) {}
