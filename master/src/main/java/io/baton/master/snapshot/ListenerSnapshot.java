package io.baton.master.snapshot;

/**
 * One listener at a moment.
 *
 * @param address as {@code http://localhost:3000} or a path
 * @param port 0 if it has none
 * @param workers how many workers serve it
 * @param held connections that wait for a worker; 0 where the workers accept themselves
 * @param moved those that workers gave back, and what became of them
 */
public record ListenerSnapshot(String address, int port, int workers, int held, MovedSnapshot moved) {}
