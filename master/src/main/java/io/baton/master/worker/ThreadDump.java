package io.baton.master.worker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * The threads of a JVM that was sent SIGQUIT, picked from what it prints: from {@code Full thread dump} to the empty line
 * after {@code Heap}. What the application prints meanwhile stands between them. The output thread's.
 */
final class ThreadDump implements Predicate<byte[]> {

    private static final int MAX_BYTES = 8 << 20;

    private final Runnable whenWhole;
    private final ByteArrayOutputStream dump = new ByteArrayOutputStream();

    private boolean begun;
    private boolean heap;
    private boolean whole;

    /** Calls back once, when the end was seen. */
    ThreadDump(Runnable whenWhole) {
        this.whenWhole = whenWhole;
    }

    /** The next whole lines; returns whether more are wanted. */
    @Override
    public boolean test(byte[] lines) {
        int start = 0;
        while (!whole && start < lines.length) {
            int end = start;
            while (lines[end] != '\n') {
                end++;
            }
            add(lines, start, end + 1);
            start = end + 1;
        }
        return !whole;
    }

    /** Whether there is anything of a dump yet. */
    boolean hasBegun() {
        return begun;
    }

    /** What there is of the dump. */
    byte[] bytes() {
        return dump.toByteArray();
    }

    private void add(byte[] lines, int start, int end) {
        String line = new String(lines, start, Math.min(end - start - 1, 20), StandardCharsets.ISO_8859_1);
        begun |= line.startsWith("Full thread dump");
        if (begun) {
            dump.write(lines, start, end - start);
            heap |= line.equals("Heap");
            whole = (heap && line.isEmpty()) || dump.size() > MAX_BYTES;
        }
        if (whole) {
            whenWhole.run();
        }
    }
}
