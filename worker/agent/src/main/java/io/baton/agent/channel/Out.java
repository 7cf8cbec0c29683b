package io.baton.agent.channel;

import io.baton.agent.posix.Kernel;
import org.jspecify.annotations.Nullable;
import sun.nio.ch.NativeBytes;

/**
 * Writes lines to the master. Threads call one after the other, with the lock of this object; their lines go out in that
 * order. A line is composed in native memory and allocates nothing.
 */
final class Out {

    private static final int SIZE = 64 * 1024;
    private static final int AGAIN_MS = 10;
    private static final int FOR_EVER = -1;
    private static final int ENOBUFS = -105;
    private static final int ENOMEM = -12;

    private final int fd;
    private final long memory = NativeBytes.allocate(SIZE);
    private final long pollfd = NativeBytes.allocate(Long.BYTES);

    private int length;
    private long seq;
    private boolean ended;

    Out(int fd) {
        this.fd = fd;
    }

    /** Adds text, ASCII only. */
    Out put(String text) {
        for (int i = 0; i < text.length() && length < SIZE; i++) {
            NativeBytes.putByte(memory + length++, (byte) text.charAt(i));
        }
        return this;
    }

    /** Adds bytes. */
    Out put(byte[] bytes) {
        for (int i = 0; i < bytes.length && length < SIZE; i++) {
            NativeBytes.putByte(memory + length++, bytes[i]);
        }
        return this;
    }

    /** What was composed. */
    byte[] copy() {
        byte[] bytes = new byte[length];
        NativeBytes.copy(memory, bytes, 0, length);
        return bytes;
    }

    /** Adds a number. */
    Out put(long number) {
        if (number < 0) {
            return put("-").put(-number);
        }
        long power = 1;
        while (number / power >= 10) {
            power *= 10;
        }
        for (; power > 0 && length < SIZE; power /= 10) {
            NativeBytes.putByte(memory + length++, (byte) ('0' + number / power % 10));
        }
        return this;
    }

    /** Adds a string in quotation marks; null without them. */
    Out quote(@Nullable String text) {
        if (text == null) {
            return put("null");
        }
        put("\"");
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next < ' ' || next > '~') {
                escape(next);
                continue;
            } else if (next == '"' || next == '\\') {
                put("\\");
            }
            put(String.valueOf(next));
        }
        return put("\"");
    }

    private void escape(char other) {
        put("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            put(String.valueOf(Character.forDigit(other >> shift & 0xf, 16)));
        }
    }

    /** Ends a line with its number. Returns the number. */
    long end() {
        put(",\"seq\":").put(seq).put("}\n");
        return seq++;
    }

    /** The number of the next line. */
    long next() {
        return seq;
    }

    /** Takes the next number for a line that ends in another way. */
    long count() {
        return seq++;
    }

    /** Sends what was composed; waits for the kernel to take it. Returns false if the channel has ended. */
    boolean send() {
        return send(0);
    }

    private boolean send(int from) {
        int sent = from;
        while (!ended && sent < length) {
            int count = Kernel.sendmsg(fd, memory + sent, length - sent, -1);
            if (count > 0) {
                sent += count;
            } else if (count == Kernel.EAGAIN) {
                // A master that is stopped for a while, or that replaces its program, reads on later. One that dies
                // wakes this.
                int unused = Kernel.poll(pollfd, fd, Kernel.POLLOUT, FOR_EVER);
            } else if (count == ENOBUFS || count == ENOMEM) {
                // The socket has room, so waiting for room would not wait.
                int unused = Kernel.poll(pollfd, fd, 0, AGAIN_MS);
            } else {
                ended = count != Kernel.EINTR;
            }
        }
        length = 0;
        return !ended;
    }

    /** Sends what was composed with a descriptor, if the kernel has room for it now. Returns whether it did. */
    boolean sendWith(int descriptor) {
        int count = ended ? Kernel.EAGAIN : Kernel.sendmsg(fd, memory, length, descriptor);
        if (count <= 0) {
            length = 0;
            return false;
        }
        return send(count);
    }

    /** Whether nothing can be sent any more. */
    boolean hasEnded() {
        return ended;
    }
}
