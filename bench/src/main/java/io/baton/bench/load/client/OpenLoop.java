package io.baton.bench.load.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends requests at a fixed pace, whether or not earlier ones were answered, and measures each from the moment it was due. So
 * a server that stands still for a second shows a hundred late answers and not one (no coordinated omission). Delays of the
 * client's own threads are measured too, for every contender alike.
 */
public final class OpenLoop {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long LONGEST_MICROS = 60 * MICROS_PER_SECOND;
    private static final int DIGITS = 3;

    /** One request: returns when it was answered well, throws when it was not. */
    @FunctionalInterface
    public interface Request {

        /** Asks and waits. Called from many threads. */
        void send() throws IOException;
    }

    /**
     * How it went.
     *
     * @param micros of the requests that were answered well
     * @param errors how many were not, by what was said
     * @param requests each of them, in the order they ended
     */
    public record Outcome(Histogram micros, Map<String, Long> errors, List<Ended> requests) {

        /** How many were not answered well. */
        public long errorCount() {
            return errors.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * One request.
     *
     * @param dueNanos when it was due, as {@link System#nanoTime} counts
     * @param tookMicros from then to its answer or its failure
     */
    public record Ended(long dueNanos, long tookMicros, boolean failed) {}

    private final int perSecond;
    private final Request request;
    private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);
    private final ConcurrentHashMap<String, Long> errors = new ConcurrentHashMap<>();
    private final Queue<Ended> requests = new ConcurrentLinkedQueue<>();

    /** Not started yet. */
    public OpenLoop(int perSecond, Request request) {
        this.perSecond = perSecond;
        this.request = request;
    }

    /** A loop that runs on a thread of its own. */
    public static final class Running {

        private final FutureTask<Outcome> task;

        private Running(FutureTask<Outcome> task) {
            this.task = task;
        }

        /** Waits for its end. */
        public Outcome await() throws InterruptedException {
            try {
                return task.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** As {@link #run}, on a thread of its own. */
    public Running start(Duration duration) {
        FutureTask<Outcome> task = new FutureTask<>(() -> run(duration));
        Thread thread = new Thread(task, "open-loop-pace");
        thread.setDaemon(true);
        thread.start();
        return new Running(task);
    }

    /** Asks for so long, on the calling thread's time, and waits for the last answer. */
    public Outcome run(Duration duration) throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "open-loop");
            thread.setDaemon(true);
            return thread;
        });
        long startNanos = System.nanoTime();
        long count = duration.toMillis() * perSecond / 1000;
        for (long i = 0; i < count; i++) {
            long dueNanos = startNanos + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
            waitUntil(dueNanos);
            threads.execute(() -> send(dueNanos));
        }
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            errors.merge("not answered in a minute", 1L, Long::sum);
        }
        return new Outcome(micros, Map.copyOf(errors), List.copyOf(requests));
    }

    private void send(long dueNanos) {
        try {
            request.send();
            long late = microsSince(dueNanos);
            micros.recordValue(Math.min(late, LONGEST_MICROS));
            requests.add(new Ended(dueNanos, late, false));
        } catch (IOException e) {
            errors.merge(String.valueOf(e.getMessage()), 1L, Long::sum);
            requests.add(new Ended(dueNanos, microsSince(dueNanos), true));
        }
    }

    private static long microsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1000;
    }

    private static void waitUntil(long dueNanos) {
        for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
