package io.baton.worker.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.AsciiString;

/** What Netty lets pass among header fields and may not be there. Belongs to one decoder. */
final class FieldLines {
    private static final AsciiString CONTENT_LENGTH = HttpHeaderNames.CONTENT_LENGTH;
    private static final AsciiString WEBSOCKET_KEY1 = HttpHeaderNames.SEC_WEBSOCKET_KEY1;

    /** The request and its map of fields, empty. */
    private static final int HEAD_BYTES = 512;

    /** The entry of a map and two strings, empty. */
    private static final int FIELD_BYTES = 160;

    private final int most;

    private int count;
    private long bytes;
    private boolean hasLength;

    FieldLines(int most) {
        this.most = most;
    }

    /** A request begins. */
    void begin() {
        count = 0;
        bytes = 0;
        hasLength = false;
    }

    /** What the fields take in memory until the request is answered, about. */
    long keptBytes() {
        return HEAD_BYTES + bytes + (long) FIELD_BYTES * count;
    }

    /** So many bytes of them were decoded. */
    void decoded(int more) {
        bytes += more;
    }

    /** One more field. */
    void add(AsciiString name, boolean trailer) {
        if (++count > most) {
            throw new TooLongHttpHeaderException("more than " + most + " header fields");
        }
        if (name.length() == CONTENT_LENGTH.length() && !trailer && name.contentEqualsIgnoreCase(CONTENT_LENGTH)) {
            // In HTTP/1.0 Netty would take the first of several.
            if (hasLength) {
                throw new IllegalArgumentException("Content-Length: several (expected: one)");
            }
            hasLength = true;
        }
        if (name.length() == WEBSOCKET_KEY1.length() && name.contentEqualsIgnoreCase(WEBSOCKET_KEY1)) {
            // Netty would take eight bytes after such a head for its body, though no field declares one.
            throw new IllegalArgumentException("Sec-WebSocket-Key1: a draft that is not supported");
        }
    }

    /**
     * Requires that the next line, if something of it is there, is no continuation of a field: folded fields are obsolete, and
     * servers read them differently, so that one may see a length where another sees text (RFC 9112, section 5.2).
     *
     * @param lines the reader index stands where a line begins
     */
    static void requireUnfolded(ByteBuf lines) {
        if (goesOn(lines)) {
            throw new IllegalArgumentException("a field that begins with white space, or is folded");
        }
    }

    private static boolean goesOn(ByteBuf lines) {
        if (!lines.isReadable()) {
            return false;
        }
        byte first = lines.getByte(lines.readerIndex());
        return first == ' ' || first == '\t';
    }
}
