package io.baton.worker.http;

/** What becomes of a connection whose turn is over, unless it has moved to another worker. */
enum Next {
    /** The client is read. */
    READ,
    /** The client is not read until something else happens. */
    WAIT,
    /** The last answer is given, or the client has ended. */
    CLOSE,
    /** All connections together keep too many bytes. */
    DROP
}
