package io.baton.master.output;

import io.baton.protocol.posix.Utf8;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into whole lines. The rest after the last end of a line is kept until its own end comes. A line
 * longer than {@link #MAX_LINE} is cut between two characters and continues as another line. Output thread only.
 */
final class LineCutter {

    /** The longest line in bytes, without its end. Also the largest chunk that {@link #add} takes. */
    static final int MAX_LINE = 64 * 1024;

    private static final byte[] NOTHING = {};

    private final Consumer<byte[]> lines;

    /** The line whose end has not come yet: the first {@code length} bytes. */
    private byte[] begun = NOTHING;

    private int length;

    /** @param lines gets one or more whole lines at a time and owns the array */
    LineCutter(Consumer<byte[]> lines) {
        this.lines = lines;
    }

    /** Adds the next bytes, from position to limit, at most {@link #MAX_LINE} of them. */
    void add(ByteBuffer chunk) {
        // A line that is cut before a character leaves that character as the beginning of the next line.
        while (length > 0 && chunk.hasRemaining()) {
            goOn(chunk);
        }
        int end = lastEnd(chunk);
        if (end > chunk.position()) {
            byte[] whole = new byte[end - chunk.position()];
            chunk.get(whole);
            lines.accept(whole);
        }
        if (chunk.hasRemaining()) {
            begin(chunk, chunk.remaining());
        }
    }

    /** The line whose end has not come: its bytes so far. */
    byte[] begun() {
        return Arrays.copyOf(begun, length);
    }

    /** Goes on where another cutter of the same stream was. Called before the first {@link #add}. */
    void goOn(byte[] line) {
        begun = line;
        length = line.length;
    }

    /** The stream has ended, or may have: the line whose end has not come is complete. */
    void end() {
        if (length > 0) {
            begun = Arrays.copyOf(begun, length + 1);
            begun[length] = '\n';
            finish();
        }
    }

    /** Continues the line, up to its end or to where it is cut. */
    private void goOn(ByteBuffer chunk) {
        int room = Math.min(MAX_LINE - length, chunk.remaining());
        int end = firstEnd(chunk, chunk.position() + room);
        if (end >= 0) {
            begin(chunk, end - chunk.position());
            begun = Arrays.copyOf(begun, length);
            finish();
        } else {
            begin(chunk, room);
        }
        if (length == MAX_LINE && chunk.hasRemaining()) {
            cut(chunk);
        }
    }

    private void cut(ByteBuffer chunk) {
        boolean itsEnd = chunk.get(chunk.position()) == '\n';
        if (itsEnd) {
            chunk.position(chunk.position() + 1);
            end();
            return;
        }
        int cut = Utf8.cut(begun, 0, length);
        byte[] rest = Arrays.copyOfRange(begun, cut, length);
        length = cut;
        end();
        begun = rest;
        length = rest.length;
    }

    private void begin(ByteBuffer chunk, int bytes) {
        if (begun.length < length + bytes) {
            begun = Arrays.copyOf(begun, Math.max(length + bytes, Math.min(MAX_LINE, 2 * begun.length)));
        }
        chunk.get(begun, length, bytes);
        length += bytes;
    }

    private void finish() {
        byte[] line = begun;
        begun = NOTHING;
        length = 0;
        lines.accept(line);
    }

    /** The index after the first end of a line before {@code limit}, or -1. */
    private static int firstEnd(ByteBuffer chunk, int limit) {
        for (int i = chunk.position(); i < limit; i++) {
            if (chunk.get(i) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    /** The index after the last end of a line, or the position if there is none. */
    private static int lastEnd(ByteBuffer chunk) {
        int end = chunk.limit();
        while (end > chunk.position() && chunk.get(end - 1) != '\n') {
            end--;
        }
        return end;
    }
}
