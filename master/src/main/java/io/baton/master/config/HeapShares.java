package io.baton.master.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the applications of one master share the memory for the heaps that no operator limits. A JVM alone takes a quarter of
 * the memory. All heaps together take three quarters at most, with one more for each application that replaces a worker. Any
 * thread may call.
 */
public final class HeapShares {

    /** With less a server serves little. */
    private static final long LEAST_MB = 64;

    private final Map<Object, GroupConfig> applications = new ConcurrentHashMap<>();

    /** None shares yet. */
    public HeapShares() {}

    /** An application runs from now on. One that is being replaced by another of its name counts once. */
    public void join(Object program, GroupConfig config) {
        applications.put(program, config);
    }

    /** An application has ended. */
    public void leave(Object program) {
        applications.remove(program);
    }

    /**
     * The heap of one worker of this application.
     *
     * @param workers how many it has now
     * @param totalBytes the memory of the machine, or of the smallest control group; not positive if unknown
     * @return megabytes; 0 if the JVM's own quarter is not too much
     */
    public long heapMb(GroupConfig config, int workers, long totalBytes) {
        Map<String, GroupConfig> all = new HashMap<>();
        for (GroupConfig each : applications.values()) {
            all.merge(each.name(), each, (one, other) -> one.workers() > other.workers() ? one : other);
        }
        all.put(config.name(), config.withWorkers(workers));
        return heapMb(all.values(), totalBytes);
    }

    /** The heap of each worker that has no limit, in megabytes; 0 for the JVM's own quarter. */
    static long heapMb(Collection<GroupConfig> all, long totalBytes) {
        long leftMb = (totalBytes >> 20) * 3 / 4;
        long sharers = 0;
        for (GroupConfig each : all) {
            leftMb -= HeapSum.limited(each) >> 20;
            sharers += takesShare(each) ? processes(each) + 1 : 0;
        }
        boolean fits = sharers * (totalBytes >> 22) <= leftMb;
        return fits || totalBytes <= 0 || sharers == 0 ? 0 : Math.max(LEAST_MB, leftMb / sharers);
    }

    /** What they take together while none replaces a worker, in bytes. */
    static long bytes(GroupConfig config, Collection<GroupConfig> all, long totalBytes) {
        if (!config.isServer() || !takesShare(config)) {
            // An application of Baton's own kind has the JVM's default, which is no limit that its operator chose.
            return HeapSum.limited(config);
        }
        long shareMb = heapMb(all, totalBytes);
        return processes(config) * (shareMb == 0 ? totalBytes / 4 : shareMb << 20);
    }

    /** The built-in application is small, and a Node takes memory by rules of its own. */
    private static boolean takesShare(GroupConfig config) {
        return config.application() != null && !config.isNode() && HeapSum.limited(config) == 0;
    }

    private static long processes(GroupConfig config) {
        return (long) config.workers() + config.spares().orElse(0);
    }
}
