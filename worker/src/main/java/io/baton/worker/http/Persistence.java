package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** What a response says about the connection it is sent on (RFC 9112, section 9.3). */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes the bytes
enum Persistence {
    /** Stays open, as HTTP/1.1 does unless told otherwise. */
    IMPLIED("\r\n\r\n"),
    /** Stays open although the client speaks HTTP/1.0, because it asked. */
    KEEP_ALIVE("\r\nConnection: keep-alive\r\n\r\n"),
    /** Ends with this response. */
    CLOSE("\r\nConnection: close\r\n\r\n");

    private final byte[] endOfHead;

    Persistence(String endOfHead) {
        this.endOfHead = endOfHead.getBytes(US_ASCII);
    }

    /** What follows the last header field's value. Not to be changed. */
    byte[] endOfHead() {
        return endOfHead;
    }
}
