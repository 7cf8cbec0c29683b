package io.baton.master.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a client until they are a line. Most requests are short; one that starts applications has their environments in
 * it. Control thread only.
 */
final class LineBuffer {

    /** Longer than the environments of a hundred applications. A longer line is a mistake. */
    static final int MAX_LINE = 1 << 20;

    /** Every client has so much. What exceeds it comes from the {@link LineMemory}. */
    static final int USUAL = 4096;

    private final LineMemory memory;

    private byte[] bytes = new byte[USUAL];
    private int length;

    /** So many bytes were looked at, and are no end of a line. */
    private int seen;

    /** @param memory which all clients share */
    LineBuffer(LineMemory memory) {
        this.memory = memory;
    }

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
        seen = 0;
        System.arraycopy(bytes, end + 1, bytes, 0, length);
        return line;
    }

    /** The last line that was taken out was answered: gives back what it needed. */
    void answered() {
        if (length <= USUAL) {
            resize(USUAL);
        }
    }

    /** Whether there is no room, although no line is complete. */
    boolean isFull() {
        return room() == 0 && indexOfEnd() < 0;
    }

    /** Whether the line that has begun is too long. */
    boolean isTooLong() {
        return bytes.length > MAX_LINE && isFull();
    }

    /** Makes room for more. Returns false if the clients together have too much. Not for a line that is too long. */
    boolean grow() {
        int size = bytes.length >= MAX_LINE ? MAX_LINE + 1 : bytes.length * 2;
        if (!memory.take(size - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    /** Whether it has more than usual. */
    boolean isLarge() {
        return bytes.length > USUAL;
    }

    /** The client is gone: gives back what it had. */
    void end() {
        length = 0;
        resize(USUAL);
    }

    private void resize(int size) {
        if (bytes.length > size) {
            memory.give(bytes.length - size);
            bytes = Arrays.copyOf(bytes, size);
        }
    }

    private int indexOfEnd() {
        for (; seen < length; seen++) {
            if (bytes[seen] == '\n') {
                return seen;
            }
        }
        return -1;
    }
}
