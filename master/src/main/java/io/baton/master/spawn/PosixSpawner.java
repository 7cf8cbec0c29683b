package io.baton.master.spawn;

import io.baton.master.conductor.Conductor;
import io.baton.protocol.loop.Guarded;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.PosixSpawn;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Starts children with posix_spawnp(3): the channel is descriptor 3, standard input is /dev/null, output and error are
 * pipes, nothing else is open.
 *
 * <p>All are started by one thread that lives as long as this process: a child's {@code PR_SET_PDEATHSIG} fires when the
 * thread that started it ends, not the process (prctl(2)). So no Error ends the thread: the master's end is in order, and
 * takes the workers with it as the operator wants it to.
 */
public final class PosixSpawner implements Spawner {

    private static final int CHANNEL_NUMBER = 3;
    private static final int LOWEST_PRIORITY = 19;

    private final Conductor conductor;
    private final LinkedBlockingQueue<Runnable> requests = new LinkedBlockingQueue<>();

    /** Starts the thread. */
    public PosixSpawner(Conductor conductor) {
        this.conductor = conductor;
        Thread thread = new Thread(this::serve, "baton-spawner");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void spawn(Order order, Result result) {
        execute(() -> start(order, result));
    }

    /** Runs a task on the thread that starts processes, after those that were asked for. Any thread may call. */
    public void execute(Runnable task) {
        requests.add(new Guarded(task));
    }

    private void serve() {
        while (true) {
            try {
                requests.take().run();
            } catch (InterruptedException e) {
                // Nobody has a reason to: see the class comment.
            }
        }
    }

    private void start(Order order, Result result) {
        try (Wires wires = new Wires()) {
            SpawnRequest request = order.request();
            Child child = start(request, wires);
            OomScore.raise(child.pid(), request.background());
            if (request.background()) {
                Processes.setNice(child.pid(), LOWEST_PRIORITY);
            }
            conductor.post(() -> result.spawned(child));
        } catch (IOException e) {
            conductor.post(() -> result.failed(String.valueOf(e.getMessage())));
        }
    }

    private static Child start(SpawnRequest request, Wires wires) throws PosixException {
        List<String> environment = new ArrayList<>(request.environment());
        environment.add("NODE_CHANNEL_FD=" + CHANNEL_NUMBER);
        environment.add("NODE_CHANNEL_SERIALIZATION_MODE=json");
        PosixSpawn spawn = new PosixSpawn(request.command(), environment).nullDevice(0);
        return wires.connect(spawn, CHANNEL_NUMBER, request.background());
    }
}
