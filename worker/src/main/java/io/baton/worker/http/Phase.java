package io.baton.worker.http;

/** What a connection is waiting for, and how long it may. */
enum Phase {
    /** To be registered with its event loop. */
    NEW,
    /** For the first byte of a request. */
    IDLE,
    /** For the rest of a request's head. */
    HEAD,
    /** For the rest of a request's body. */
    BODY,
    /** For an answer that is worked on elsewhere. */
    COMPUTING,
    /** For the client to read what was sent to it. */
    STALLED,
    /** For the client to read the last that was sent to it. */
    CLOSING;

    /** The longest this may take, in milliseconds; -1 when nothing limits it. */
    long limitMs(Limits limits, boolean draining) {
        return switch (this) {
            case NEW -> -1;
            case IDLE -> draining ? limits.graceMs() : limits.keepAliveMs();
            case HEAD -> limits.headMs();
            case BODY -> limits.bodyMs();
            case COMPUTING -> limits.computeMs();
            case STALLED, CLOSING -> limits.keepAliveMs();
        };
    }
}
