package io.baton.master.spawn;

import io.baton.master.conductor.Conductor;
import io.baton.protocol.loop.Guarded;
import io.baton.protocol.posix.PosixException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Starts processes with posix_spawnp(3), each with the descriptors of its {@link Wiring} and no others.
 *
 * <p>One thread starts all of them and lives as long as this process. The kernel sends a child its
 * {@code PR_SET_PDEATHSIG} when the thread that started it ends, not when the process ends (prctl(2)). Therefore not even an
 * Error ends the thread: only an orderly end of the master may decide what becomes of the workers.
 */
public final class PosixSpawner implements Spawner {

    private final Conductor conductor;
    private final AtomicInteger unfinished = new AtomicInteger();
    private final LinkedBlockingQueue<Runnable> requests = new LinkedBlockingQueue<>();

    /** Starts the thread, for the workers of a master. */
    public PosixSpawner(Conductor conductor) {
        this(conductor, "baton-spawner");
    }

    /**
     * Starts the thread.
     *
     * @param conductor calls the results
     * @param thread the name of the thread
     */
    public PosixSpawner(Conductor conductor, String thread) {
        this.conductor = conductor;
        Thread spawning = new Thread(this::serve, thread);
        spawning.setDaemon(true);
        spawning.start();
    }

    @Override
    public void spawn(Order order, Result result) {
        execute(() -> start(order, result));
    }

    /** Runs a task on the thread that starts processes, after all earlier requests. Any thread may call. */
    public void execute(Runnable task) {
        unfinished.incrementAndGet();
        requests.add(new Guarded(() -> {
            try {
                task.run();
            } finally {
                unfinished.decrementAndGet();
            }
        }));
    }

    /**
     * Whether no request waits or is being carried out. What the last one has posted to the conductor may wait there still, so ask
     * in two turns of its loop.
     */
    public boolean isIdle() {
        return unfinished.get() == 0;
    }

    /**
     * Replaces the program of this process, on the thread that has started the children: the kernel kills those that asked for it
     * (PR_SET_PDEATHSIG) when that thread ends, and of all threads only the one that executes the program lives on. Called on the
     * conductor, which waits here, so that nothing changes meanwhile. Returns only by an exception, and this program goes on then.
     *
     * @param replacement executes the other program
     * @throws IOException from the replacement, or because this thread has other requests to carry out
     */
    public void replaceThisProcess(Replacement replacement) throws IOException {
        if (!unfinished.compareAndSet(0, 1)) {
            throw new IOException("processes are being started");
        }
        CompletableFuture<IOException> failed = new CompletableFuture<>();
        requests.add(new Guarded(() -> {
            try {
                replacement.execute();
                failed.complete(new IOException("the other program was not executed"));
            } catch (IOException e) {
                failed.complete(e);
            } catch (RuntimeException | Error e) {
                failed.complete(new IOException(e));
            } finally {
                unfinished.decrementAndGet();
            }
        }));
        throw failed.join();
    }

    /** Executes another program in place of this one (execve(2)). */
    @FunctionalInterface
    public interface Replacement {

        /** Returns only by an exception. */
        void execute() throws IOException;
    }

    private void serve() {
        while (true) {
            try {
                requests.take().run();
            } catch (InterruptedException e) {
                // The thread must not end: see the class comment.
            }
        }
    }

    private static Child child(SpawnRequest request) throws PosixException {
        Child begun = HeadStart.take(request);
        return begun == null ? Spawn.of(request) : begun;
    }

    private void start(Order order, Result result) {
        try {
            Child child = child(order.request());
            conductor.post(() -> result.spawned(child));
        } catch (IOException e) {
            conductor.post(() -> result.failed(e));
        }
    }
}
