package io.baton.agent.watch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Memory outside the heap that a test puts bytes into. */
final class Bytes {

    private final ByteBuffer memory;
    private final long address;

    Bytes(int capacity) {
        memory = ByteBuffer.allocateDirect(capacity);
        address = addressOf(memory);
    }

    /** Puts the bytes there, up to the end of the memory. What stands behind them cannot be read. */
    long put(byte[] bytes, int from, int to) {
        int at = memory.capacity() - (to - from);
        memory.position(at);
        memory.put(bytes, from, to - from);
        return address + at;
    }

    /** The address of a direct buffer's memory. */
    static long addressOf(ByteBuffer direct) {
        try {
            // Named as text, because the compiler warns of this class wherever it is written.
            return (long) Class.forName("sun.nio.ch.DirectBuffer")
                    .getMethod("address")
                    .invoke(direct);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
