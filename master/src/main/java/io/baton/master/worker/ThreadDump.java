package io.baton.master.worker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * Picks the thread dump of a JVM that got SIGQUIT from its output: from {@code Full thread dump} to the empty line after
 * {@code Heap}. Lines that the application prints meanwhile stand among it. Output thread only.
 */
final class ThreadDump implements Predicate<byte[]> {

    private static final int MAX_BYTES = 8 << 20;

    private final Runnable whenWhole;
    private final ByteArrayOutputStream dump = new ByteArrayOutputStream();

    private boolean begun;
    private boolean heap;
    private boolean whole;

    /** @param whenWhole called once, when the end of the dump was seen */
    ThreadDump(Runnable whenWhole) {
        this.whenWhole = whenWhole;
    }

    /** Takes the next whole lines, and returns whether more are wanted. */
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

    /** Whether the beginning of a dump was seen. */
    boolean hasBegun() {
        return begun;
    }

    /** The dump, as far as it has come. */
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
