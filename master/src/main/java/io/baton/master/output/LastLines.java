package io.baton.master.output;

import io.baton.protocol.posix.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/**
 * The last lines that one worker printed: at most {@link #LINES}, each of at most {@link #MAX_BYTES}. Output thread only.
 */
final class LastLines {

    static final int LINES = 20;
    static final int MAX_BYTES = 1000;

    private final ArrayDeque<byte[]> kept = new ArrayDeque<>(LINES);

    /** Adds one or more whole lines, with their ends. */
    void add(byte[] lines) {
        int start = startOfLast(lines);
        while (start < lines.length) {
            int end = start;
            while (lines[end] != '\n') {
                end++;
            }
            if (kept.size() == LINES) {
                kept.removeFirst();
            }
            int cut = end - start > MAX_BYTES ? Utf8.cut(lines, start, start + MAX_BYTES) : end;
            kept.addLast(Arrays.copyOfRange(lines, start, cut));
            start = end + 1;
        }
    }

    /** Keeps these lines, which have no ends. */
    void keep(List<String> lines) {
        for (String line : lines) {
            kept.addLast(line.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The kept lines without their ends, the oldest first. */
    List<String> lines() {
        return kept.stream()
                .map(line -> new String(line, StandardCharsets.UTF_8))
                .toList();
    }

    /**
     * The index at which the last lines begin. A worker that prints much then costs no more than the lines that are kept.
     */
    private static int startOfLast(byte[] lines) {
        int start = lines.length;
        for (int found = 0; start > 0; start--) {
            if (lines[start - 1] == '\n' && ++found > LINES) {
                return start;
            }
        }
        return 0;
    }
}
