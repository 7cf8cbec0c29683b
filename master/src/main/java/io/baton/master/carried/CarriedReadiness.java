package io.baton.master.carried;

import java.util.List;

/**
 * How a worker became ready, or will.
 *
 * @param listened whether it listened somewhere
 * @param couldNotListen whether it asked to listen and may not
 * @param hasToListen whether it is not ready before it listens
 * @param sinceNanos when it became ready, by {@link System#nanoTime}; 0 if it is not
 * @param keys of the sockets where it listens
 * @param awaited keys of those where the worker before it did
 */
public record CarriedReadiness(
        boolean listened,
        boolean couldNotListen,
        boolean hasToListen,
        long sinceNanos,
        List<String> keys,
        List<String> awaited) {}
