package io.baton.agent.watch;

/**
 * One connection of the server, as the master is told of it.
 *
 * @param id its number in this process, from 1 on
 * @param peer the client's address; empty if it has none
 * @param ageMs how long ago it was accepted, by whichever worker
 * @param requests how many of its requests were answered, by whichever worker
 * @param idleMs how long nothing was read or written; 0 while it is busy
 * @param fixed why it cannot be given back while it is idle; empty if it can
 */
public record Description(long id, String peer, long ageMs, long requests, long idleMs, String fixed) {}
