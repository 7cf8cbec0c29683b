package io.baton.master.carried;

/**
 * What a worker was sent, and how busy it says it is. No connection is on its way to it.
 *
 * @param freeThread whether it has a thread free for a long computation
 * @param open connections as it said last; -1 if it never said
 * @param acceptedSince then
 * @param accepted connections in all
 * @param requests that it has answered, as it said last
 * @param usedAtNanos when it accepted the last one; 0 if it was never sent any
 */
public record CarriedLane(
        boolean freeThread, int open, int acceptedSince, long accepted, long requests, long usedAtNanos) {}
