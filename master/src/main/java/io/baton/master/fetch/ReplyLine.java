package io.baton.master.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One line of a reply, which ends with CR LF, or with LF alone (RFC 9112, section 2.2). Its reader limits its length. */
final class ReplyLine {

    private static final byte[] BEGINNING = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private boolean begins = true;

    /** Adds a byte. Returns whether the line is whole. */
    boolean add(byte next) {
        if (next == '\n') {
            return true;
        }
        int at = bytes.size();
        begins &= at >= BEGINNING.length || next == BEGINNING[at];
        bytes.write(next);
        return false;
    }

    /** Whether a status line may become of it. Bytes that are no HTTP may never have the end of a line. */
    boolean mayBeStatus() {
        return begins;
    }

    /** The text without its end. The next line begins. */
    String take() {
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        bytes.reset();
        begins = true;
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
