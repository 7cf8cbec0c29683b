package io.baton.protocol.channel;

import io.baton.protocol.posix.Fd;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel would not take yet, in order. A descriptor is borrowed: its owner keeps it open until it was sent or the
 * channel is closed.
 */
final class WriteQueue {

    /** What may wait for a peer that does not read, in bytes. */
    static final int MAX_BYTES = 8 << 20;

    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private int bytes;

    private static final class Entry {
        final ByteBuffer rest;

        @Nullable
        Fd handle;

        Entry(ByteBuffer rest, @Nullable Fd handle) {
            this.rest = rest;
            this.handle = handle;
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whether a peer that reads would have made more room than this. */
    boolean isOverfull() {
        return bytes > MAX_BYTES;
    }

    /** Copies the bytes {@code [start, end)}. */
    void add(ByteBuffer source, int start, int end, @Nullable Fd handle) {
        ByteBuffer rest = ByteBuffer.allocate(end - start).put(0, source, start, end - start);
        entries.add(new Entry(rest, handle));
        bytes += end - start;
    }

    /** Puts the beginning of the first entry at the buffer's index 0: as much as fits. */
    int peek(ByteBuffer into) {
        ByteBuffer rest = entries.element().rest;
        int count = Math.min(rest.remaining(), into.capacity());
        into.put(0, rest, rest.position(), count);
        return count;
    }

    /** The descriptor that goes with the first entry's next byte. */
    @Nullable
    Fd handle() {
        return entries.element().handle;
    }

    /** The kernel took so many bytes of the first entry, and its descriptor with the first of them. */
    void sent(int count) {
        Entry first = entries.element();
        first.handle = null;
        first.rest.position(first.rest.position() + count);
        bytes -= count;
        if (!first.rest.hasRemaining()) {
            entries.remove();
        }
    }

    void clear() {
        entries.clear();
        bytes = 0;
    }
}
