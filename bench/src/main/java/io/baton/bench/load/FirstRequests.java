package io.baton.bench.load;

import io.baton.bench.load.figure.ProcessTree;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Of each process that answers the first 2000 answers, and the processor time that it used from the first to the last of them. */
final class FirstRequests {

    /** How many answers of a process are kept. */
    static final int COUNT = 2_000;

    private static final double MICROS_PER_MS = 1e3;

    private final Map<Long, OfProcess> processes = new ConcurrentHashMap<>();

    /** A process has answered. Called from many threads. */
    void add(long pid, long tookMicros) {
        processes.computeIfAbsent(pid, OfProcess::new).add(tookMicros);
    }

    /** What a process has answered; null if it never did. */
    @Nullable
    OfProcess of(long pid) {
        return processes.get(pid);
    }

    /** The processes that have answered. */
    Iterable<Long> pids() {
        return processes.keySet();
    }

    /** The answers of one process. */
    static final class OfProcess {

        private final long pid;
        private final long[] micros = new long[COUNT];

        private int count;
        private long beganNanos;
        private long beginCpuMicros;
        private long cpuMicros;

        private OfProcess(long pid) {
            this.pid = pid;
        }

        private synchronized void add(long tookMicros) {
            if (count < COUNT) {
                if (count == 0) {
                    beganNanos = System.nanoTime();
                    beginCpuMicros = ProcessTree.cpuMicrosOfRoot(pid);
                }
                micros[count++] = tookMicros;
                if (isWhole()) {
                    cpuMicros = ProcessTree.cpuMicrosOfRoot(pid) - beginCpuMicros;
                }
            }
        }

        /** Whether there are {@link #COUNT} answers. */
        synchronized boolean isWhole() {
            return count == COUNT;
        }

        /** When the first answer came. */
        synchronized long beganNanos() {
            return beganNanos;
        }

        /** Within how many milliseconds so many percent of the answers came. Only when they are whole. */
        synchronized double ms(double percentile) {
            long[] sorted = micros.clone();
            Arrays.sort(sorted);
            return sorted[(int) Math.min(COUNT - 1L, (long) (COUNT * percentile / 100))] / MICROS_PER_MS;
        }

        /** Processor time for each answer. Only when they are whole. */
        synchronized double cpuMicrosEach() {
            return (double) cpuMicros / COUNT;
        }
    }
}
