package io.baton.master.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The bytes of a client until they are a line. Control thread only. */
final class LineBuffer {

    /** A request is short: a longer line is a mistake. */
    static final int MAX_LINE = 4096;

    private final byte[] bytes = new byte[MAX_LINE + 1];

    private int length;

    /** How many bytes it can take now. */
    int room() {
        return bytes.length - length;
    }

    /** Takes all bytes of a buffer that has no more than there is {@link #room} for. */
    void add(ByteBuffer some) {
        int count = some.remaining();
        some.get(bytes, length, count);
        length += count;
    }

    /** Takes out the first line, without its end; null if none is complete. */
    @Nullable
    String next() {
        int end = indexOfEnd();
        if (end < 0) {
            return null;
        }
        String line = new String(bytes, 0, end, StandardCharsets.UTF_8);
        length -= end + 1;
        System.arraycopy(bytes, end + 1, bytes, 0, length);
        return line;
    }

    /** Whether the line that has begun is too long. */
    boolean isTooLong() {
        return room() == 0 && indexOfEnd() < 0;
    }

    private int indexOfEnd() {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
