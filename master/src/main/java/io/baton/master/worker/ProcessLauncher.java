package io.baton.master.worker;

import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Conductor;
import io.baton.master.config.Supervision;
import io.baton.master.home.Evidence;
import io.baton.master.output.Pipes;
import io.baton.master.spawn.Child;
import io.baton.master.spawn.ExitWatch;
import io.baton.master.spawn.Spawner;
import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.posix.PosixException;
import java.io.IOException;

/** Starts workers: the process, its channel, and the handle that watches them. Conductor thread only. */
public final class ProcessLauncher implements Launcher {

    private final Conductor conductor;
    private final Clock clock;
    private final Spawner spawner;
    private final Capture capture;
    private final Supervision supervision;

    /**
     * Launches nothing yet.
     *
     * @param clock of the workers' timers
     * @param pipes reads what the workers print
     * @param evidence keeps the reports of workers that break
     * @param workerNames whether each line that a worker prints begins with its name
     */
    public ProcessLauncher(
            Conductor conductor,
            Clock clock,
            Spawner spawner,
            Pipes pipes,
            Evidence evidence,
            Supervision supervision,
            boolean workerNames) {
        this.conductor = conductor;
        this.clock = clock;
        this.spawner = spawner;
        this.capture = new Capture(pipes, evidence, workerNames);
        this.supervision = supervision;
    }

    @Override
    public void launch(String name, Spawner.Order order, WorkerEvents events, Result result) {
        long startedAtNanos = conductor.nanoTime();
        spawner.spawn(order, new Spawner.Result() {
            @Override
            public void spawned(Child child) {
                Remains remains = capture.begin(name, child, conductor::post);
                result.launched(start(name, child, startedAtNanos, conductor, clock, supervision, remains, events));
            }

            @Override
            public void failed(IOException reason) {
                result.failed(String.valueOf(reason.getMessage()));
            }
        });
    }

    /**
     * Begins to watch a process that was just started.
     *
     * @param child its channel is owned by the handle from here on
     * @param createdAtNanos when it was asked for
     */
    static WorkerHandle start(
            String name,
            Child child,
            long createdAtNanos,
            Conductor conductor,
            Clock clock,
            Supervision supervision,
            Remains remains,
            WorkerEvents events) {
        WorkerProcess process = new WorkerProcess(child.pid(), new PosixKernel());
        WorkerHandle worker = new WorkerHandle(name, process, createdAtNanos, clock, supervision, remains, events);
        try {
            worker.connect(IpcChannel.open(conductor.loop(), child.channel(), conductor.msghdr(), worker.adapter()));
        } catch (PosixException e) {
            child.channel().close();
            worker.kill(String.valueOf(e.getMessage()));
        }
        ExitWatch.start(conductor, child.pid(), status -> {
            process.ended(status);
            worker.exited();
        });
        return worker;
    }
}
