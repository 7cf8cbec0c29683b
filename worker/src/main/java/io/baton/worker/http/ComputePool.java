package io.baton.worker.http;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The threads that compute, and a bounded queue of computations that wait for one. Event loops never compute, so a
 * worker with a full queue still answers everything else at once. Safe to use from any thread.
 */
final class ComputePool {
    private static final System.Logger LOG = System.getLogger(ComputePool.class.getName());
    private static final long IDLE_SECONDS = 60;

    private final ThreadPoolExecutor executor;
    private final Set<Computation> running = ConcurrentHashMap.newKeySet();
    private final int places;

    /**
     * A pool whose threads are not started yet.
     *
     * @param onStart run by each thread before its first computation
     */
    ComputePool(int threads, int places, Runnable onStart) {
        this.places = places;
        AtomicInteger number = new AtomicInteger();
        this.executor = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(places), task -> {
                    Runnable work = () -> {
                        prepare(onStart);
                        task.run();
                    };
                    Thread thread = new Thread(work, "compute-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    /** If this fails the thread computes all the same. Otherwise its first computation would be lost. */
    private static void prepare(Runnable onStart) {
        try {
            onStart.run();
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "a computing thread could not be prepared", e);
        }
    }

    /**
     * Computes this sum as soon as a thread is free. Returns null when all threads and all places in the queue are
     * taken.
     */
    @Nullable
    Computation submit(Sum sum, DoubleFunction<Answer> format) {
        Computation computation = new Computation(this, sum, format);
        try {
            executor.execute(computation);
        } catch (RejectedExecutionException e) {
            return null;
        }
        return computation;
    }

    /** Removes a computation from the queue. */
    void forget(Computation computation) {
        executor.remove(computation);
    }

    int threads() {
        return executor.getMaximumPoolSize();
    }

    int places() {
        return places;
    }

    int running() {
        return executor.getActiveCount();
    }

    /** How much of the running computations is done, in percent. */
    int progress() {
        return (int) Math.round(
                running.stream().mapToDouble(Computation::progress).average().orElse(0));
    }

    /** A thread begins with this computation. */
    void begins(Computation computation) {
        running.add(computation);
    }

    /** This computation is done or cancelled. */
    void ends(Computation computation) {
        running.remove(computation);
    }

    int waiting() {
        return executor.getQueue().size();
    }

    /** Refuses new computations and drops those in the queue. The running ones are left to their daemon threads. */
    void stop() {
        executor.shutdownNow();
    }
}
