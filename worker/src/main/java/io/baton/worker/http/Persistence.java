package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** What a response says about its connection (RFC 9112, section 9.3). */
@SuppressWarnings("ImmutableEnumChecker") // the bytes are never changed
enum Persistence {
    /** The connection stays open, as HTTP/1.1 does by default. */
    IMPLIED("\r\n\r\n"),
    /** The connection stays open, although the client speaks HTTP/1.0, because it asked for that. */
    KEEP_ALIVE("\r\nConnection: keep-alive\r\n\r\n"),
    /** The connection ends with this response. */
    CLOSE("\r\nConnection: close\r\n\r\n");

    private final byte[] endOfHead;

    Persistence(String endOfHead) {
        this.endOfHead = endOfHead.getBytes(US_ASCII);
    }

    /** The bytes behind the last header field's value. Must not be changed. */
    byte[] endOfHead() {
        return endOfHead;
    }
}
