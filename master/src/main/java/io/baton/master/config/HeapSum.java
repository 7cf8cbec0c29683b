package io.baton.master.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The heaps that applications may take together: those that their operator limits, and the {@link HeapShares shares} of the
 * others. A heap is not all that a process needs, so more than three quarters of the memory are too much.
 */
public final class HeapSum {

    private static final int PERCENT = 75;
    private static final String NODES_HEAP = "--max-old-space-size=";
    private static final List<String> JVMS_HEAP = List.of("-Xmx", "-XX:MaxHeapSize=");

    private HeapSum() {}

    /** Whether these settings limit a heap at all. */
    public static boolean isLimited(Settings settings) {
        return settings.given(Keys.HEAP_TOTAL) != null
                || settings.given(Keys.JVM_ARGS) != null
                || settings.given(Keys.NODE_ARGS) != null;
    }

    /** A line about heaps that are too much for this machine or its control groups; null if they are not. */
    public static @Nullable String warning(List<GroupConfig> groups) {
        return warning(groups, Machine.totalBytes());
    }

    static @Nullable String warning(List<GroupConfig> groups, long totalBytes) {
        long sum = 0;
        List<String> parts = new ArrayList<>();
        for (GroupConfig group : groups) {
            long bytes = HeapShares.bytes(group, groups, totalBytes);
            if (bytes > 0) {
                sum += bytes;
                parts.add(group.name() + " " + show(bytes));
            }
        }
        if (totalBytes <= 0 || sum / PERCENT <= totalBytes / 100) {
            return null;
        }
        return "the heaps of the workers may take " + show(sum) + " together (" + String.join(", ", parts)
                + "), which is more than " + PERCENT + " % of the memory here, " + show(totalBytes);
    }

    /** What the operator lets the heaps of one application take together; 0 without a limit. */
    static long limited(GroupConfig group) {
        long spares = group.spares().orElse(0);
        if (group.jvm().splitsHeap()) {
            return group.jvm().heapTotal() / group.workers() * (group.workers() + spares);
        }
        Application application = group.application();
        long one = group.isNode() && application != null
                ? last(application.nodeArguments(), List.of(NODES_HEAP), "m")
                : last(group.jvm().arguments(), JVMS_HEAP, "");
        return one * (group.workers() + spares);
    }

    /** The last of several limits counts. */
    private static long last(List<String> arguments, List<String> names, String unit) {
        long bytes = 0;
        for (String argument : arguments) {
            for (String name : names) {
                if (argument.startsWith(name)) {
                    bytes = bytes(argument.substring(name.length()) + unit);
                }
            }
        }
        return bytes;
    }

    /** What is no size, the runtime itself refuses. */
    private static long bytes(String text) {
        try {
            return Units.bytes(text);
        } catch (ConfigException e) {
            return 0;
        }
    }

    private static String show(long bytes) {
        double gigabytes = (double) bytes / (1L << 30);
        return gigabytes < 1 ? (bytes >> 20) + " MB" : String.format(Locale.ROOT, "%.1f GB", gigabytes);
    }
}
