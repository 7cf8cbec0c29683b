package io.baton.master.config;

import java.util.List;

/**
 * How the processes of a group share the machine, and what their JVMs are told.
 *
 * @param archive whether to train and use a class-data archive
 * @param arguments of the JVMs; {@link SlotText} fills them for each slot
 * @param heapTotal bytes that the heaps of all workers have together at most; 0 if each decides itself
 * @param cpus for how many processors each JVM sizes itself
 */
public record JvmOptions(boolean archive, List<String> arguments, long heapTotal, Cpus cpus) {

    /** With everything as by default. */
    public static final JvmOptions DEFAULT = of(Settings.DEFAULTS);

    /** With less a JVM or a Node serves little. */
    private static final long LEAST_HEAP_MB = 32;

    private static final int LEAST_PROCESSORS = 2;

    private static final String NODES_HEAP = "--max-old-space-size";

    public JvmOptions {
        arguments = List.copyOf(arguments);
        for (String argument : arguments) {
            if (heapTotal > 0 && JvmArguments.limitsHeap(argument)) {
                throw new ConfigException("jvm-args: " + argument
                        + " (expected: none with heap-total, which limits the heap of each worker)");
            }
            SlotText.require(Keys.JVM_ARGS.name(), argument);
        }
    }

    static JvmOptions of(Settings settings) {
        return new JvmOptions(
                settings.get(Keys.ARCHIVE),
                settings.get(Keys.JVM_ARGS),
                settings.get(Keys.HEAP_TOTAL),
                settings.get(Keys.CPUS));
    }

    /** Whether an argument of a JVM limits its heap. */
    public static boolean limitsHeap(String argument) {
        return JvmArguments.limitsHeap(argument);
    }

    /** Whether the heap of each worker is its share of the total. */
    public boolean splitsHeap() {
        return heapTotal > 0;
    }

    /**
     * The heap of one worker.
     *
     * @param workers how many share the total
     * @return megabytes
     * @throws ConfigException if that is too little to run
     */
    public long heapMb(int workers) {
        long share = (heapTotal >> 20) / workers;
        if (share < LEAST_HEAP_MB) {
            throw new ConfigException(
                    "heap-total: " + Units.showBytes(heapTotal) + " for " + workers + " workers (expected: at least "
                            + LEAST_HEAP_MB + "m for each, " + Units.showBytes((LEAST_HEAP_MB * workers) << 20) + ")");
        }
        return share;
    }

    /**
     * For how many processors a worker sizes itself.
     *
     * @param workers how many share them
     * @param cores of this machine
     */
    public int processors(int workers, int cores) {
        return cpus == Cpus.SPLIT ? Math.max(1, (cores + workers - 1) / workers) : cores;
    }

    /** As {@link #processors}, for a server that knows nothing of Baton. */
    public int serverProcessors(int workers, int cores) {
        if (cpus != Cpus.AUTO) {
            return processors(workers, cores);
        }
        return Math.min(cores, Math.max(LEAST_PROCESSORS, (cores + workers - 1) / workers));
    }

    /** Refuses a second limit for the heap of a Node program. */
    void requireFitFor(List<String> nodeArguments) {
        for (String argument : nodeArguments) {
            if (splitsHeap() && argument.replace('_', '-').startsWith(NODES_HEAP)) {
                throw new ConfigException("node-args: " + argument
                        + " (expected: none with heap-total, which limits the heap of each worker)");
            }
        }
    }
}
