package io.baton.protocol.channel;

import io.baton.protocol.posix.Fd;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Keeps bytes and descriptors that are not in the kernel yet, in order. Lines without a descriptor share chunks, so
 * that many short lines go in one send. A descriptor is borrowed: its owner keeps it open until it is sent or the
 * channel is closed.
 */
final class WriteQueue {

    private static final int CHUNK_BYTES = 16 * 1024;

    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private int bytes;

    /** An empty chunk, kept for the next lines. */
    private @Nullable Chunk spare;

    /** Bytes to be sent, from {@code start} to the buffer's position. */
    private static final class Chunk {
        final ByteBuffer buffer;
        int start;

        @Nullable
        Fd handle;

        /**
         * Whether several lines may share the chunk. The chunk of a descriptor holds its line only, because the bytes
         * sent with a descriptor must belong to its line.
         */
        boolean shared;

        Chunk(int capacity) {
            buffer = ByteBuffer.allocate(capacity);
        }

        int remaining() {
            return buffer.position() - start;
        }
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    /** How many bytes wait. */
    int bytes() {
        return bytes;
    }

    /** Copies a line. */
    void add(byte[] line, @Nullable Fd handle) {
        chunk(line.length, handle).buffer.put(line);
        bytes += line.length;
    }

    /** Copies the bytes {@code [start, end)}. */
    void add(ByteBuffer source, int start, int end, @Nullable Fd handle) {
        ByteBuffer buffer = chunk(end - start, handle).buffer;
        buffer.put(buffer.position(), source, start, end - start);
        buffer.position(buffer.position() + end - start);
        bytes += end - start;
    }

    /**
     * A buffer at whose position the next line can be put, if it has at most so many bytes. {@link #addPut} follows.
     */
    ByteBuffer room(int most) {
        return chunk(most, null).buffer;
    }

    /** So many bytes were put there. */
    void addPut(int count) {
        bytes += count;
    }

    /** Puts the beginning of the first chunk at the buffer's index 0, as many bytes as fit. */
    int peek(ByteBuffer into) {
        Chunk first = chunks.element();
        int count = Math.min(first.remaining(), into.capacity());
        into.put(0, first.buffer, first.start, count);
        return count;
    }

    /** The descriptor that goes with the next byte of the first chunk; null if there is none. */
    @Nullable
    Fd handle() {
        return chunks.element().handle;
    }

    /** The kernel took so many bytes of the first chunk, and its descriptor with the first of them. */
    void sent(int count) {
        Chunk first = chunks.element();
        first.handle = null;
        first.start += count;
        bytes -= count;
        if (first.remaining() == 0) {
            chunks.remove();
            if (first.buffer.capacity() == CHUNK_BYTES) {
                spare = first;
            }
        }
    }

    void clear() {
        chunks.clear();
        bytes = 0;
    }

    private Chunk chunk(int length, @Nullable Fd handle) {
        Chunk last = chunks.peekLast();
        if (handle == null && last != null && last.shared && last.buffer.remaining() >= length) {
            return last;
        }
        Chunk chunk = handle == null && length <= CHUNK_BYTES ? emptyChunk() : new Chunk(length);
        chunk.handle = handle;
        chunk.shared = handle == null;
        chunks.add(chunk);
        return chunk;
    }

    private Chunk emptyChunk() {
        Chunk chunk = spare == null ? new Chunk(CHUNK_BYTES) : spare;
        spare = null;
        chunk.start = 0;
        chunk.buffer.clear();
        return chunk;
    }
}
