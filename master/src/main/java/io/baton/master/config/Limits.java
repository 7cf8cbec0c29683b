package io.baton.master.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What control groups, version 1 or 2, leave of the machine to this process and its children: the smallest of the own group's and of
 * all above it. A JVM counts its processors and its quarter of the memory by the same limits. Immutable.
 *
 * @param cores of processor time, as 1.5; {@link #NONE} without a limit
 * @param memoryBytes {@link Machine#UNLIMITED} without a limit
 */
public record Limits(double cores, long memoryBytes) {

    /** There is no limit. */
    static final double NONE = Double.POSITIVE_INFINITY;

    /** Reads them now. */
    public static Limits now() {
        return readFrom(Path.of("/"));
    }

    /** Reads what stands in {@code proc} and {@code sys} under this directory. */
    static Limits readFrom(Path root) {
        double cores = NONE;
        long memory = Machine.UNLIMITED;
        for (Path group : Machine.groups(root)) {
            cores = Math.min(cores, Math.min(version1(group), version2(group)));
            memory = Math.min(memory, Machine.number(group.resolve("memory.limit_in_bytes")));
            memory = Math.min(memory, Machine.number(group.resolve("memory.max")));
        }
        return new Limits(cores, memory);
    }

    private static double version1(Path group) {
        return cores(
                Machine.number(group.resolve("cpu.cfs_quota_us")), Machine.number(group.resolve("cpu.cfs_period_us")));
    }

    /** The file has both, as {@code 150000 100000} or {@code max 100000}. */
    private static double version2(Path group) {
        List<String> lines = Machine.lines(group.resolve("cpu.max"));
        String[] words = lines.isEmpty() ? new String[0] : lines.get(0).strip().split(" ", -1);
        return words.length == 2 ? cores(Machine.number(words[0]), Machine.number(words[1])) : NONE;
    }

    private static double cores(long quota, long period) {
        return quota == Machine.UNLIMITED || period == Machine.UNLIMITED || period == 0
                ? NONE
                : (double) quota / period;
    }

    /** For the operator, as {@code limited to 1.5 cores and 512 MB}; empty without limits. */
    public String text() {
        List<String> parts = new ArrayList<>();
        if (cores != NONE) {
            parts.add(String.format(Locale.ROOT, cores == Math.rint(cores) ? "%.0f" : "%.2f", cores)
                    + (cores == 1 ? " core" : " cores"));
        }
        if (memoryBytes != Machine.UNLIMITED) {
            parts.add((memoryBytes >> 20) + " MB");
        }
        return parts.isEmpty() ? "" : "limited to " + String.join(" and ", parts);
    }
}
