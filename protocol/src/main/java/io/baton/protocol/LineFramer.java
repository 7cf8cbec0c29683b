package io.baton.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Splits a byte stream into lines, at 0x0A. A line within one read is passed on without a copy; only a line that spans
 * reads is copied. One framer serves one stream, on one thread.
 */
public final class LineFramer {

    /** The longest line of a cluster's channel, in bytes without its end. */
    public static final int MAX_LINE = 1 << 20;

    /** The longest line that is skipped. It is as long as the longest string of V8, which a Node program may send. */
    static final long MAX_SKIPPED = 1L << 29;

    private static final int KEPT_CAPACITY = 64 * 1024;
    private static final byte NEWLINE = '\n';

    /** Takes the lines. */
    @FunctionalInterface
    public interface Sink {

        /**
         * One line: {@code buffer[start..end)}, without its end, valid during the call only.
         *
         * @return whether to go on; false drops the rest of the fed bytes
         * @throws ProtocolException if the line is not acceptable
         */
        boolean line(ByteBuffer buffer, int start, int end) throws ProtocolException;

        /**
         * A line is too long. Unless this throws, the line is skipped.
         *
         * @param buffer has the line's beginning in {@code [start..end)}
         * @param longest the most bytes that a line may have
         */
        default void tooLong(ByteBuffer buffer, int start, int end, int longest) throws ProtocolException {
            throw ProtocolException.tooLong(longest);
        }

        /** A line that is too long has ended after so many bytes. */
        default void skipped(long bytes) throws ProtocolException {}
    }

    private final int maxLine;

    private ByteBuffer partial = ByteBuffer.allocate(0);
    private long skipped;

    /** Takes lines of up to {@link #MAX_LINE} bytes. */
    public LineFramer() {
        this(MAX_LINE);
    }

    /**
     * Takes lines of up to {@code maxLine} bytes.
     *
     * @param maxLine counted without the end of the line
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
        keep(buffer, start, length, sink);
    }

    /** Whether the stream is in the middle of a line that is too long and is skipped. */
    public boolean isSkipping() {
        return skipped > 0;
    }

    /** Whether the stream is in the middle of a line. */
    public boolean hasPartialLine() {
        return partial.position() > 0 || isSkipping();
    }

    /** The line whose end has not come yet: its bytes so far. */
    public byte[] begun() {
        return Arrays.copyOf(partial.array(), partial.position());
    }

    /** The bytes so far of the line that is too long and is skipped; 0 if none is. */
    public long skipped() {
        return skipped;
    }

    /** Goes on where another framer of the same stream was. Called before the first {@link #feed}. */
    public void goOn(byte[] begunLine, long skippedBytes) {
        partial = ByteBuffer.wrap(begunLine).position(begunLine.length);
        skipped = skippedBytes;
    }

    private boolean line(ByteBuffer buffer, int start, int end, Sink sink) throws ProtocolException {
        if (partial.position() == 0 && !isSkipping() && end - start <= maxLine) {
            return sink.line(buffer, start, end);
        }
        keep(buffer, start, end, sink);
        if (isSkipping()) {
            long length = skipped;
            skipped = 0;
            sink.skipped(length);
            return true;
        }
        ByteBuffer whole = partial;
        int length = whole.position();
        partial = whole.capacity() <= KEPT_CAPACITY ? whole.clear() : ByteBuffer.allocate(0);
        return sink.line(whole, 0, length);
    }

    private void keep(ByteBuffer buffer, int start, int end, Sink sink) throws ProtocolException {
        int count = end - start;
        if (count == 0) {
            return;
        }
        int length = partial.position() + count;
        if (isSkipping() || length > maxLine) {
            skip(buffer, start, end, sink);
            return;
        }
        if (length > partial.capacity()) {
            int capacity = Math.max(1024, Math.min(maxLine, 2 * length));
            partial = ByteBuffer.allocate(capacity).put(partial.flip());
        }
        partial.put(partial.position(), buffer, start, count);
        partial.position(length);
    }

    private void skip(ByteBuffer buffer, int start, int end, Sink sink) throws ProtocolException {
        if (!isSkipping()) {
            boolean spansReads = partial.position() > 0;
            sink.tooLong(
                    spansReads ? partial : buffer,
                    spansReads ? 0 : start,
                    spansReads ? partial.position() : end,
                    maxLine);
            skipped = partial.position();
            partial = ByteBuffer.allocate(0);
        }
        skipped += end - start;
        if (skipped > MAX_SKIPPED) {
            throw ProtocolException.tooLong(MAX_SKIPPED);
        }
    }
}
