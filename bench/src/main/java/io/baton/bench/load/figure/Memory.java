package io.baton.bench.load.figure;

import java.util.List;

/**
 * The memory of a process or of several, in KiB, as {@code /proc/PID/smaps_rollup} says (proc(5)).
 *
 * @param rss resident: what several processes share counts for each of them
 * @param pss proportional: what is shared counts in equal parts, so that sums are true
 */
public record Memory(long rss, long pss) {

    static final Memory NONE = new Memory(0, 0);

    /** Reads the file's lines, such as {@code Pss:  1234 kB}; nothing for a process that has ended. */
    static Memory parse(List<String> lines) {
        return new Memory(value("Rss:", lines), value("Pss:", lines));
    }

    Memory plus(Memory other) {
        return new Memory(rss + other.rss, pss + other.pss);
    }

    private static long value(String name, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line ->
                        line.substring(name.length(), line.lastIndexOf(" kB")).strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
