package io.baton.agent.channel;

import io.baton.agent.posix.Kernel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import sun.nio.ch.NativeBytes;

/**
 * Splits what comes from the master into lines, and keeps the descriptors that come with them: the k-th line with a handle owns
 * the k-th. Owned by the thread of the channel.
 */
final class Incoming {

    /** In the place of a descriptor that this process could not take. */
    static final int LOST = -1;

    private static final int CAPACITY = 64 * 1024;
    private static final int LONGEST_LINE = 1 << 20;
    private static final int LONGEST_EXCERPT = 200;
    private static final int MOST_DESCRIPTORS = 254;
    private static final int MOST_WAITING = 1024;

    private final int fd;
    private final Line line;
    private final Runnable reader;
    private final long memory = NativeBytes.allocate(CAPACITY);
    private final int[] descriptors = new int[MOST_DESCRIPTORS];
    private final int[] received = new int[MOST_WAITING];

    private byte[] text = new byte[CAPACITY];
    private int length;
    private int first;
    private int count;

    /**
     * Nothing has come.
     *
     * @param line holds each line while the reader runs
     */
    Incoming(int fd, Line line, Runnable reader) {
        this.fd = fd;
        this.line = line;
        this.reader = reader;
    }

    /**
     * Reads what is there. Returns false at the end.
     *
     * @throws IllegalStateException if it is not what a master sends
     */
    boolean read() {
        while (true) {
            int bytes = Kernel.recvmsg(fd, memory, CAPACITY, descriptors);
            if (bytes == Kernel.EAGAIN || bytes == Kernel.EINTR) {
                return true;
            } else if (bytes <= 0) {
                return false;
            }
            keep(Kernel.receivedDescriptors(), Kernel.lostDescriptor());
            if (length + bytes > text.length) {
                text = Arrays.copyOf(text, Math.max(2 * text.length, length + bytes));
            }
            NativeBytes.copy(memory, text, length, bytes);
            length += bytes;
            split(length - bytes);
            requireShort(length);
        }
    }

    private static void requireShort(int bytes) {
        if (bytes > LONGEST_LINE) {
            throw new IllegalStateException("a line of more than " + LONGEST_LINE + " bytes");
        }
    }

    private void keep(int some, boolean lost) {
        for (int i = 1; i < some; i++) {
            int unused = Kernel.close(descriptors[i]);
        }
        if (some == 0 && !lost) {
            return;
        }
        int next = some > 0 ? descriptors[0] : LOST;
        if (count == MOST_WAITING) {
            int unused = Kernel.close(next);
            throw new IllegalStateException("more than " + MOST_WAITING + " descriptors without a line");
        }
        received[(first + count) % MOST_WAITING] = next;
        count++;
    }

    private void split(int scanned) {
        int start = 0;
        for (int i = scanned; i < length; i++) {
            if (text[i] == '\n') {
                requireShort(i - start);
                if (!line.read(text, start, i)) {
                    int shown = Math.min(i - start, LONGEST_EXCERPT);
                    throw new IllegalStateException(
                            "no JSON document: " + new String(text, start, shown, StandardCharsets.UTF_8));
                }
                reader.run();
                start = i + 1;
            }
        }
        System.arraycopy(text, start, text, 0, length - start);
        length -= start;
    }

    /** The descriptor of this line with a handle, owned by the caller; {@link #LOST} if it has none. */
    int descriptor() {
        if (count == 0) {
            return LOST;
        }
        int next = received[first];
        first = (first + 1) % MOST_WAITING;
        count--;
        return next;
    }

    /** Nothing more is read: closes what came without a line. */
    void end() {
        while (count > 0) {
            int unused = Kernel.close(descriptor());
        }
    }
}
