package io.baton.master.worker;

import io.baton.master.carried.CarriedWorker;
import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Conductor;
import io.baton.master.config.Supervision;
import io.baton.master.home.Evidence;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.WorkerId;
import io.baton.master.output.ApplicationOutput;
import io.baton.master.spawn.Child;
import io.baton.master.spawn.ExitWatch;
import io.baton.master.spawn.Spawner;
import io.baton.master.totals.ApplicationTotals;
import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.posix.PosixException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Starts workers: the process, its channel, and the handle that watches both. Conductor thread only. */
public final class ProcessLauncher implements Launcher {

    private final Conductor conductor;
    private final Clock clock;
    private final Spawner spawner;
    private final Capture capture;
    private final ApplicationJournal journal;
    private final Supervision supervision;
    private final int image;
    private final ApplicationTotals totals;

    /**
     * A launcher for the workers of one application.
     *
     * @param clock of the workers' timers
     * @param printed reads the output of the workers
     * @param evidence keeps what broken workers leave
     * @param journal of the application
     * @param image how many images of this master there were before this one
     * @param totals of the application
     */
    public ProcessLauncher(
            Conductor conductor,
            Clock clock,
            Spawner spawner,
            ApplicationOutput printed,
            Evidence evidence,
            ApplicationJournal journal,
            Supervision supervision,
            int image,
            ApplicationTotals totals) {
        this.image = image;
        this.totals = totals;
        this.conductor = conductor;
        this.clock = clock;
        this.spawner = spawner;
        this.capture = new Capture(printed, evidence, journal);
        this.journal = journal;
        this.supervision = supervision;
    }

    @Override
    public void launch(int slot, String name, Spawner.Order order, WorkerEvents events, Result result) {
        long startedAtNanos = conductor.nanoTime();
        Spawner.Order counted =
                () -> totals.areShown() ? order.request() : order.request().uncounted();
        spawner.spawn(counted, new Spawner.Result() {
            @Override
            public void spawned(Child child) {
                if (child.figures() != null) {
                    totals.countsIn(child.pid(), child.figures());
                }
                Remains remains = capture.begin(slot, name, child, conductor::post);
                WorkerId id = new WorkerId(journal.app(), name, 0, child.pid());
                WorkerHandle worker = start(
                        id, child, startedAtNanos, conductor, clock, supervision, remains, journal, totals, events);
                worker.handover().begin(child.early() ? image - 1 : image);
                result.launched(worker);
            }

            @Override
            public void failed(IOException reason) {
                result.failed(String.valueOf(reason.getMessage()));
            }
        });
    }

    @Override
    public WorkerHandle goOn(CarriedWorker carried, WorkerEvents events) {
        Remains remains = capture.goOn(carried, conductor::post);
        WorkerId id = new WorkerId(journal.app(), carried.name(), carried.slot(), carried.pid());
        WorkerProcess process = new WorkerProcess(carried.pid(), new PosixKernel());
        WorkerHandle worker = new WorkerHandle(
                id, process, carried.createdAtNanos(), clock, supervision, remains, journal, totals, events);
        worker.handover().goOn(carried, channel(worker, carried));
        watch(process, worker, conductor);
        return worker;
    }

    private @Nullable IpcChannel channel(WorkerHandle worker, CarriedWorker carried) {
        if (carried.channel() == null) {
            return null;
        }
        try {
            return carried.channel().open(conductor.loop(), conductor.msghdr(), worker.adapter());
        } catch (PosixException e) {
            conductor.post(() -> worker.kill(String.valueOf(e.getMessage())));
            return null;
        }
    }

    /**
     * Begins to watch a process that was just started.
     *
     * @param child its channel is owned by the handle from here on
     * @param createdAtNanos when its start was ordered
     */
    static WorkerHandle start(
            WorkerId id,
            Child child,
            long createdAtNanos,
            Conductor conductor,
            Clock clock,
            Supervision supervision,
            Remains remains,
            ApplicationJournal journal,
            ApplicationTotals totals,
            WorkerEvents events) {
        WorkerProcess process = new WorkerProcess(child.pid(), new PosixKernel());
        WorkerHandle worker =
                new WorkerHandle(id, process, createdAtNanos, clock, supervision, remains, journal, totals, events);
        try {
            worker.connect(IpcChannel.open(conductor.loop(), child.channel(), conductor.msghdr(), worker.adapter()));
        } catch (PosixException e) {
            child.channel().close();
            worker.kill(String.valueOf(e.getMessage()));
        }
        watch(process, worker, conductor);
        return worker;
    }

    private static void watch(WorkerProcess process, WorkerHandle worker, Conductor conductor) {
        ExitWatch.start(conductor, process.pid(), status -> {
            process.ended(status);
            worker.death().exited();
        });
    }
}
