package io.baton.worker.http;

/** Names what a connection is waiting for, and with it the limit of the wait. */
enum Phase {
    /** The connection waits to be registered with its event loop. */
    NEW,
    /** It waits for the first byte of a request. */
    IDLE,
    /** It waits for the rest of a request's head. */
    HEAD,
    /** It waits for the rest of a request's body. */
    BODY,
    /** It waits for an answer that another thread is working on. */
    COMPUTING,
    /** It waits for the client to read its answers. */
    STALLED,
    /** It waits for the client to read its last answer. */
    CLOSING;

    /** The phase of an open connection. */
    static Phase of(Conversation conversation, RequestDecoder decoder) {
        if (conversation.isWaiting()) {
            return COMPUTING;
        }
        if (!conversation.isRead()) {
            return STALLED;
        }
        if (conversation.isInsideRequest()) {
            return BODY;
        }
        return decoder.isInsideHead() ? HEAD : IDLE;
    }

    /** How long the phase may last, in milliseconds; -1 when nothing limits it. */
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
