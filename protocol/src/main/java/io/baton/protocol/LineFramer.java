package io.baton.protocol;

import java.nio.ByteBuffer;

/**
 * Splits a byte stream into lines, at 0x0A. A line that lies whole in one read is handed on where it lies; only a line
 * that spans reads is copied. One framer a stream, used by one thread.
 */
public final class LineFramer {

    /** The longest line of a cluster's channel, in bytes without its end. */
    public static final int MAX_LINE = 1 << 20;

    private static final int KEPT_CAPACITY = 64 * 1024;
    private static final byte NEWLINE = '\n';

    /** Takes the lines. */
    @FunctionalInterface
    public interface Sink {

        /**
         * One line: {@code buffer[start..end)}, without its end, valid during the call only.
         *
         * @return whether to go on; false drops the rest of what was fed
         * @throws ProtocolException if the line is not acceptable
         */
        boolean line(ByteBuffer buffer, int start, int end) throws ProtocolException;
    }

    private final int maxLine;

    private ByteBuffer partial = ByteBuffer.allocate(0);

    /** Takes lines of up to {@link #MAX_LINE} bytes. */
    public LineFramer() {
        this(MAX_LINE);
    }

    /**
     * Takes lines of up to so many bytes.
     *
     * @param maxLine without the end
     */
    public LineFramer(int maxLine) {
        this.maxLine = maxLine;
    }

    /**
     * Splits the next {@code length} bytes of the stream, from index 0 of {@code buffer}.
     *
     * @throws ProtocolException from the sink, or if a line grows too long
     */
    public void feed(ByteBuffer buffer, int length, Sink sink) throws ProtocolException {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (buffer.get(i) == NEWLINE) {
                if (!line(buffer, start, i, sink)) {
                    return;
                }
                start = i + 1;
            }
        }
        keep(buffer, start, length);
    }

    /** Whether the stream ended in the middle of a line. */
    public boolean hasPartialLine() {
        return partial.position() > 0;
    }

    private boolean line(ByteBuffer buffer, int start, int end, Sink sink) throws ProtocolException {
        if (partial.position() == 0) {
            requireLength(end - start);
            return sink.line(buffer, start, end);
        }
        keep(buffer, start, end);
        ByteBuffer whole = partial;
        int length = whole.position();
        partial = whole.capacity() <= KEPT_CAPACITY ? whole.clear() : ByteBuffer.allocate(0);
        return sink.line(whole, 0, length);
    }

    private void keep(ByteBuffer buffer, int start, int end) throws ProtocolException {
        int count = end - start;
        if (count == 0) {
            return;
        }
        int length = partial.position() + count;
        requireLength(length);
        if (length > partial.capacity()) {
            int capacity = Math.max(1024, Math.min(maxLine, 2 * length));
            partial = ByteBuffer.allocate(capacity).put(partial.flip());
        }
        partial.put(partial.position(), buffer, start, count);
        partial.position(length);
    }

    private void requireLength(int length) throws ProtocolException {
        if (length > maxLine) {
            throw new ProtocolException("line: more than " + maxLine + " bytes without an end");
        }
    }
}
