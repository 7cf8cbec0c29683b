package io.baton.agent.channel;

import io.baton.agent.posix.Kernel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
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
    private final ArrayDeque<Integer> received = new ArrayDeque<>();

    private byte[] text = new byte[CAPACITY];
    private int length;

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
            int count = Kernel.recvmsg(fd, memory, CAPACITY, descriptors);
            if (count == Kernel.EAGAIN || count == Kernel.EINTR) {
                return true;
            } else if (count <= 0) {
                return false;
            }
            keep(Kernel.receivedDescriptors(), Kernel.lostDescriptor());
            if (length + count > text.length) {
                text = Arrays.copyOf(text, Math.max(2 * text.length, length + count));
            }
            NativeBytes.copy(memory, text, length, count);
            length += count;
            split(length - count);
            if (length > LONGEST_LINE) {
                throw new IllegalStateException("a line of more than " + LONGEST_LINE + " bytes");
            }
        }
    }

    private void keep(int count, boolean lost) {
        if (count > 0) {
            received.add(descriptors[0]);
            for (int i = 1; i < count; i++) {
                int unused = Kernel.close(descriptors[i]);
            }
        } else if (lost) {
            received.add(LOST);
        }
        if (received.size() > MOST_WAITING) {
            throw new IllegalStateException("more than " + MOST_WAITING + " descriptors without a line");
        }
    }

    private void split(int scanned) {
        int start = 0;
        for (int i = scanned; i < length; i++) {
            if (text[i] == '\n') {
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
        Integer next = received.poll();
        return next == null ? LOST : next;
    }

    /** Nothing more is read: closes what came without a line. */
    void end() {
        Integer next = received.poll();
        while (next != null) {
            int unused = next == LOST ? 0 : Kernel.close(next);
            next = received.poll();
        }
    }
}
