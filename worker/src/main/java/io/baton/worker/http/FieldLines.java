package io.baton.worker.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.AsciiString;

/** Refuses header fields that Netty's decoder lets pass and that are not allowed. Owned by one decoder. */
final class FieldLines {
    private static final AsciiString CONTENT_LENGTH = HttpHeaderNames.CONTENT_LENGTH;
    private static final AsciiString WEBSOCKET_KEY1 = HttpHeaderNames.SEC_WEBSOCKET_KEY1;

    /** Memory of a request with an empty map of fields. */
    private static final int HEAD_BYTES = 512;

    /** Memory of a map entry with two empty strings. */
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

    /** About how much memory the fields take until the request is answered. */
    long keptBytes() {
        return HEAD_BYTES + bytes + (long) FIELD_BYTES * count;
    }

    /** So many bytes of field lines were decoded. */
    void decoded(int more) {
        bytes += more;
    }

    /** A field was decoded. */
    void add(AsciiString name, boolean trailer) {
        if (++count > most) {
            throw new TooLongHttpHeaderException("more than " + most + " header fields");
        }
        if (name.length() == CONTENT_LENGTH.length() && !trailer && name.contentEqualsIgnoreCase(CONTENT_LENGTH)) {
            // Of several lengths in an HTTP/1.0 request Netty would take the first.
            if (hasLength) {
                throw new IllegalArgumentException("Content-Length: several (expected: one)");
            }
            hasLength = true;
        }
        if (name.length() == WEBSOCKET_KEY1.length() && name.contentEqualsIgnoreCase(WEBSOCKET_KEY1)) {
            // After such a head Netty would take eight bytes for its body, though no field declares one.
            throw new IllegalArgumentException("Sec-WebSocket-Key1: a draft that is not supported");
        }
    }

    /**
     * Requires that the next line, if some of it is here, does not continue a field. Folded fields are obsolete, and
     * servers read them differently: one may see a length where another sees text (RFC 9112, section 5.2).
     *
     * @param lines its reader index stands at the beginning of a line
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
