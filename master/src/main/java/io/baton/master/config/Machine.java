package io.baton.master.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left for this process and its children: of the machine, and of every control group that it is in, version 1 or 2
 * (cgroups(7)), because a container's limits stand nowhere else.
 *
 * @param memoryBytes that can be used without swapping, page cache that the kernel would give up included
 * @param tasks processes and threads that may be started
 */
public record Machine(long memoryBytes, long tasks) {

    /** There is no limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final String NO_LIMIT = "max";

    /** Reads it now. */
    public static Machine now() {
        return readFrom(Path.of("/"));
    }

    /** All memory that the machine has, or the smallest control group that this process is in. */
    public static long totalBytes() {
        return totalBytes(Path.of("/"));
    }

    /** As {@link #totalBytes()}, of what stands under this directory. */
    static long totalBytes(Path root) {
        long total = bytes(lines(root.resolve("proc/meminfo")), "MemTotal:", 1024, 0);
        for (Path group : groups(root)) {
            total = Math.min(total, number(group.resolve("memory.limit_in_bytes")));
            total = Math.min(total, number(group.resolve("memory.max")));
        }
        return total;
    }

    /** Reads what stands in {@code proc} and {@code sys} under this directory. */
    static Machine readFrom(Path root) {
        long memory = bytes(lines(root.resolve("proc/meminfo")), "MemAvailable:", 1024, 0);
        long tasks = UNLIMITED;
        for (Path group : groups(root)) {
            memory = Math.min(memory, memoryLeft(group));
            tasks = Math.min(tasks, left(group, "pids.max", "pids.current", 0));
        }
        return new Machine(memory, tasks);
    }

    /** The groups that this process is in, and those above them. */
    static List<Path> groups(Path root) {
        List<Path> groups = new ArrayList<>();
        Path mounted = root.resolve("sys/fs/cgroup");
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            // hierarchy:controllers:path
            String[] parts = line.split(":", 3);
            if (parts.length == 3) {
                String[] controllers = parts[1].split(",", -1);
                for (String controller : controllers) {
                    Path top = controller.isEmpty() ? mounted : mounted.resolve(controller);
                    @Nullable Path group = deepest(top, parts[2]);
                    while (group != null && group.startsWith(top)) {
                        groups.add(group);
                        group = group.getParent();
                    }
                }
            }
        }
        return groups;
    }

    /** Within a container the path may be the one outside; the group that can be seen is the top one then. */
    private static Path deepest(Path top, String path) {
        Path group = top.resolve(path.substring(path.startsWith("/") ? 1 : 0)).normalize();
        return group.startsWith(top) && Files.isDirectory(group) ? group : top;
    }

    private static long memoryLeft(Path group) {
        List<String> statistics = lines(group.resolve("memory.stat"));
        long version1 = left(
                group,
                "memory.limit_in_bytes",
                "memory.usage_in_bytes",
                bytes(statistics, "total_inactive_file ", 1, 0));
        long cache = bytes(statistics, "inactive_file ", 1, 0);
        long version2 = left(group, "memory.max", "memory.current", cache);
        return Math.min(version1, Math.min(version2, left(group, "memory.high", "memory.current", cache)));
    }

    /** A limit less what is used, never below 0. */
    private static long left(Path group, String limitFile, String usedFile, long reclaimable) {
        long limit = number(group.resolve(limitFile));
        long used = number(group.resolve(usedFile));
        return limit == UNLIMITED || used == UNLIMITED ? UNLIMITED : Math.max(0, limit - used + reclaimable);
    }

    static long number(Path file) {
        List<String> lines = lines(file);
        return number(lines.isEmpty() ? NO_LIMIT : lines.get(0).strip());
    }

    static long number(String text) {
        // Version 1 says no limit by a number of pages that no machine has.
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : UNLIMITED;
    }

    private static long bytes(List<String> lines, String name, long unit, long otherwise) {
        for (String line : lines) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("\\D", "")) * unit;
            }
        }
        return otherwise;
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
