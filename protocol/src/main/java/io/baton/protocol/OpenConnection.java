package io.baton.protocol;

/**
 * One connection that a worker serves.
 *
 * @param id its number in the worker, from 1 on
 * @param peer the client's address; empty if it has none
 * @param ageMs how long ago it was accepted, by whichever worker
 * @param requests how many of its requests were answered, by whichever worker
 * @param idleMs how long it has been idle; 0 while a request is being read or answered
 * @param fixed why it cannot be given back while it is idle; empty if it can
 */
public record OpenConnection(long id, String peer, long ageMs, long requests, long idleMs, String fixed) {}
