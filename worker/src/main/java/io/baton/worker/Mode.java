package io.baton.worker;

/** How connections come to a worker, as its command line says. */
enum Mode {
    /** The master hands them over, one by one, unless its answer brings the listening socket. */
    HANDOFF,
    /** The master's answer brings the listening socket, on which all workers accept. */
    SHARED,
    /** The worker binds a socket of its own on the port that all share (SO_REUSEPORT). */
    REUSEPORT
}
