package io.baton.master.worker;

import io.baton.master.conductor.Conductor;
import io.baton.master.config.RunConfig;
import io.baton.master.config.Supervision;
import io.baton.master.home.Evidence;
import io.baton.master.output.Console;
import io.baton.master.output.WorkerOutput;
import io.baton.master.spawn.Child;
import io.baton.master.spawn.Spawner;

/** Starts workers: the process, and the handle that watches it. The conductor's. */
public final class Launcher {

    private final Conductor conductor;
    private final Spawner spawner;
    private final Console console;
    private final Evidence evidence;
    private final Supervision supervision;
    private final boolean workerNames;

    /** Hears how a launch went; called once, on the conductor. */
    public interface Result {

        /** The process runs. */
        void launched(WorkerHandle worker);

        /** It could not be started. */
        void failed(String reason);
    }

    /**
     * Launches with these.
     *
     * @param console takes what the workers print
     * @param evidence takes what broken ones leave
     */
    public Launcher(Conductor conductor, Spawner spawner, Console console, Evidence evidence, RunConfig config) {
        this.conductor = conductor;
        this.spawner = spawner;
        this.console = console;
        this.evidence = evidence;
        this.supervision = config.supervision();
        this.workerNames = config.logging().workerNames();
    }

    /** Starts a process, without waiting for it; {@code name} is for log lines, as {@code worker 3}. */
    public void launch(String name, Spawner.Order order, WorkerEvents events, Result result) {
        long startedAtNanos = conductor.nanoTime();
        spawner.spawn(order, new Spawner.Result() {
            @Override
            public void spawned(Child child) {
                WorkerOutput output = console.capture(workerNames ? name : null, child.output(), child.error());
                Remains remains = new Remains(child.pid(), output, evidence);
                result.launched(
                        WorkerHandle.start(name, child, startedAtNanos, conductor, supervision, remains, events));
            }

            @Override
            public void failed(String reason) {
                result.failed(reason);
            }
        });
    }
}
