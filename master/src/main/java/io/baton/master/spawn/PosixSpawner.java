package io.baton.master.spawn;

import io.baton.master.conductor.Conductor;
import io.baton.protocol.loop.Guarded;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.PosixSpawn;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Starts processes with posix_spawnp(3), each with the descriptors of its {@link Wiring} and no others.
 *
 * <p>One thread starts all of them and lives as long as this process. The kernel sends a child its
 * {@code PR_SET_PDEATHSIG} when the thread that started it ends, not when the process ends (prctl(2)). Therefore not even an
 * Error ends the thread: only an orderly end of the master may decide what becomes of the workers.
 */
public final class PosixSpawner implements Spawner {

    private final Conductor conductor;
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
        requests.add(new Guarded(task));
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

    private void start(Order order, Result result) {
        try {
            Child child = start(order.request());
            conductor.post(() -> result.spawned(child));
        } catch (IOException e) {
            conductor.post(() -> result.failed(e));
        }
    }

    private static Child start(SpawnRequest request) throws PosixException {
        try {
            return execute(request);
        } catch (PosixException e) {
            if (e.errno() != Errno.ENOEXEC || !request.hasPath()) {
                throw e;
            }
            return execute(request.asShellScript());
        }
    }

    private static Child execute(SpawnRequest request) throws PosixException {
        try (Wires wires = new Wires();
                PosixSpawn spawn = new PosixSpawn(request.command(), request.variables())) {
            spawn.program(request.file()).group(request.group());
            String directory = request.directory();
            if (directory != null) {
                spawn.directory(directory);
            }
            Child child = wires.connect(spawn, request.wiring(), request.description());
            request.priority().apply(child.pid());
            return child;
        }
    }
}
