package io.baton.worker;

/** How connections come to a worker. */
enum Mode {
    /** The master hands connections over one by one, unless its answer brings the listening socket. */
    HANDOFF,
    /** The master's answer brings the listening socket, on which all workers accept. */
    SHARED,
    /** The worker binds a socket of its own to the port that all workers share (SO_REUSEPORT). */
    REUSEPORT
}
