package io.baton.protocol;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Takes any bytes as lines. In whatever pieces they come, they are read as the same messages or refused in the same
 * way; nothing but a {@link ProtocolException} is thrown; a message that was read is written so that it reads the same;
 * and little memory is taken.
 */
public final class LineFuzz {
    private static final int LONGEST = 1024;

    /** A line of two bytes takes some three kilobytes when it is read, written and read again. */
    private static final long BYTES_FOR_A_BYTE = 4096;

    private static final long BYTES_FOR_NOTHING = 64 * 1024;
    private static final int TRIES = 5;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private LineFuzz() {}

    /** Runs one input. Jazzer calls it. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<String> whole = read(input, Integer.MAX_VALUE);
        requireFrugal(input);
        List<String> pieces = read(input, 7);
        if (!whole.equals(pieces)) {
            throw new AssertionError("whole: " + whole + "\nin pieces: " + pieces);
        }
    }

    /** The first runs do not count, because they may load and instrument classes. */
    private static void requireFrugal(byte[] input) {
        long most = BYTES_FOR_A_BYTE * input.length + BYTES_FOR_NOTHING;
        long allocated = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && allocated > most; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            List<String> unused = read(input, Integer.MAX_VALUE);
            allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        if (allocated > most) {
            throw new AssertionError(allocated + " bytes for " + input.length);
        }
    }

    private static List<String> read(byte[] input, int most) {
        List<String> messages = new ArrayList<>();
        LineFramer framer = new LineFramer(LONGEST);
        Random sizes = new Random(input.length);
        try {
            for (int from = 0; from < input.length; ) {
                int left = input.length - from;
                int size = Math.min(left, most == Integer.MAX_VALUE ? left : 1 + sizes.nextInt(most));
                framer.feed(ByteBuffer.wrap(input, from, size).slice(), size, (buffer, start, end) -> {
                    messages.add(readAndWritten(buffer, start, end));
                    return true;
                });
                from += size;
            }
        } catch (ProtocolException e) {
            messages.add("refused");
        }
        return messages;
    }

    private static String readAndWritten(ByteBuffer buffer, int start, int end) throws ProtocolException {
        Message message = MessageCodec.decode(buffer, start, end);
        if (!(message instanceof Message.Unknown)) {
            byte[] written = MessageCodec.encode(message);
            Message again = MessageCodec.decode(ByteBuffer.wrap(written), 0, written.length - 1);
            if (!again.equals(message)) {
                throw new AssertionError(message + " (after a round: " + again + ")");
            }
        }
        return message.toString();
    }
}
