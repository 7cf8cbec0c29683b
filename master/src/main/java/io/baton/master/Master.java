package io.baton.master;

import io.baton.master.cli.ExitCode;
import io.baton.master.conductor.Conductor;
import io.baton.master.config.BootFailure;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.MasterConfig;
import io.baton.master.config.ProcessAge;
import io.baton.master.control.ControlSocket;
import io.baton.master.control.MasterProxy;
import io.baton.master.group.ArchiveTrainer;
import io.baton.master.group.Group;
import io.baton.master.group.Outcome;
import io.baton.master.group.Refusal;
import io.baton.master.home.Evidence;
import io.baton.master.journal.ApplicationEvent;
import io.baton.master.journal.Entry;
import io.baton.master.journal.Journal;
import io.baton.master.journal.MasterEvent;
import io.baton.master.jvm.Sweep;
import io.baton.master.jvm.WorkerLibrary;
import io.baton.master.output.Pipes;
import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.GroupState;
import io.baton.master.snapshot.MasterSnapshot;
import io.baton.master.spawn.Reaper;
import io.baton.protocol.posix.Processes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One master from start to end: makes the groups, starts them, carries out the operator's signals, and stops all groups in
 * the end. After {@link #start} everything happens on the conductor.
 */
final class Master {

    private static final Logger LOG = System.getLogger(Master.class.getName());

    /** A stop that takes so much longer than its last step, SIGKILL, is stuck. */
    private static final long STOP_SLACK_MS = 5_000;

    /** It takes some milliseconds to kill all workers. */
    private static final int KILL_ALL_MS = 1_000;

    private final WorkerLibrary library;
    private final Ending ending;
    private final Conductor conductor = Conductor.start();
    private final Journal journal = new Journal(conductor);
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final ArchiveTrainer trainer;
    private final ControlSocket control;
    private final AtomicBoolean stopAsked = new AtomicBoolean();

    private int exitCode = ExitCode.OK;

    /**
     * A master whose groups are stopped.
     *
     * @param home for what broken workers leave
     * @param pipes reads what the workers print
     * @param ending is told the exit code
     */
    Master(MasterConfig config, Path home, WorkerLibrary library, Pipes pipes, Ending ending) {
        this.library = library;
        this.ending = ending;
        ProcessWorkshop workshop = new ProcessWorkshop(
                conductor,
                journal,
                library,
                pipes,
                config.logging().workerNames(),
                Evidence.in(home),
                config.groups().size() > 1);
        for (GroupConfig group : config.groups()) {
            groups.put(group.name(), new Group(conductor, group, workshop.journal(group), workshop));
        }
        MasterProxy proxy = new MasterProxy(conductor, journal, this::snapshot);
        this.control = new ControlSocket(home, conductor, proxy, workshop::execute);
        this.trainer = workshop.trainer(
                config.groups().stream().anyMatch(group -> group.jvm().archive() && !group.isNode()));
    }

    /** The one loop, on which everything is decided. */
    Conductor conductor() {
        return conductor;
    }

    /** The group of this name. Conductor thread only. */
    Group group(String name) {
        return Objects.requireNonNull(groups.get(name), name);
    }

    private MasterSnapshot snapshot() {
        List<GroupSnapshot> all = groups.values().stream().map(Group::snapshot).toList();
        return new MasterSnapshot(Processes.pid(), journal.nowMs(), journal.lastSeq(), all);
    }

    /** Starts all groups. */
    void start() {
        conductor.post(() -> {
            journal.subscribe(1, this::openControl);
            groups.values().forEach(this::start);
            new Reaper(conductor, this::owns).start();
        });
    }

    /** The master has ended: stops the conductor, and removes what is left on the disk. On the main thread. */
    void release() {
        control.close();
        conductor.stop();
        groups.values().forEach(Group::cleanUp);
    }

    /** Only now: a master that cannot start would keep the socket from another master of its home for a moment. */
    private void openControl(Entry entry) {
        if (entry.event() instanceof MasterEvent.Started) {
            // Posted, so that the starts of the first workers are ordered before it.
            conductor.post(control::open);
        }
    }

    private void start(Group group) {
        CompletionStage<Void> unused = group.start().thenAccept(outcome -> {
            if (outcome instanceof Outcome.Done done) {
                ready(group, done);
            } else if (outcome instanceof Outcome.Refused refused) {
                cannotStart(group, refused);
            }
        });
    }

    private void ready(Group group, Outcome.Done done) {
        group.journal().ready(done.what(), ProcessAge.seconds());
        if (groups.values().stream().noneMatch(other -> other.state() == GroupState.STARTING)) {
            trainer.workersReady();
            Sweep.start(library);
            // The first sweep spares young files, which may belong to a process that has just begun. By the second one
            // the files from before this start are old.
            conductor.after(Sweep.AGAIN_MS, () -> Sweep.start(library));
        }
    }

    /** A master with nothing to run ends. Its exit code tells the program that started it. */
    private void cannotStart(Group group, Outcome.Refused refused) {
        if (stopAsked.get()) {
            return;
        }
        boolean tries = group.state() != GroupState.STOPPED;
        if (groups.size() > 1) {
            journal.add(new ApplicationEvent.CannotStart(group.name(), refused.reason()));
            tries |= groups.values().stream().anyMatch(other -> other.state() != GroupState.STOPPED);
        }
        boolean gaveUp = groups.size() == 1 && group.config().supervision().bootFailure() == BootFailure.EXIT;
        if (tries && !gaveUp) {
            return;
        }
        System.err.println("baton: " + refused.reason());
        exitCode = exitCode(refused.refusal());
        if (tries) {
            group.killAll();
            askToStop("no worker can start");
        } else {
            ending.with(exitCode);
        }
    }

    private static int exitCode(Refusal refusal) {
        return switch (refusal) {
            case NOT_PERMITTED -> ExitCode.NOT_PERMITTED;
            case BAD_PROGRAM -> ExitCode.USAGE;
            case NOT_STOPPED,
                    NOT_RUNNING,
                    STOPPED_MEANWHILE,
                    LAST_WORKER,
                    ADDRESS_TAKEN,
                    CANNOT_LISTEN,
                    FAILED,
                    NO_WORKER_STARTS -> ExitCode.FAILED;
        };
    }

    private boolean owns(int pid) {
        return trainer.owns(pid) || groups.values().stream().anyMatch(group -> group.owns(pid));
    }

    /** Stops gracefully. The stop has a deadline, which does not depend on the conductor. Any thread may call. */
    void askToStop(String reason) {
        if (stopAsked.compareAndSet(false, true)) {
            long killMs = groups.values().stream()
                    .mapToLong(group -> group.config().supervision().timeouts().killMs())
                    .max()
                    .orElse(0);
            ending.within(killMs + STOP_SLACK_MS, "the stop", ExitCode.FAILED);
            conductor.post(() -> stop(reason));
        }
    }

    /** Stops gracefully when called for the first time, then at once. Any thread may call. */
    void interrupt() {
        if (!stopAsked.get()) {
            askToStop("SIGINT");
            return;
        }
        ending.within(KILL_ALL_MS, "the stop at once", ExitCode.INTERRUPTED);
        conductor.post(() -> {
            journal.add(new MasterEvent.Interrupted());
            groups.values().forEach(Group::killAll);
            ending.with(ExitCode.INTERRUPTED);
        });
    }

    /** Applies a verb of a signal, which names no group. Any thread may call. */
    void toTheOnlyGroup(String signal, Consumer<Group> verb) {
        conductor.post(() -> {
            if (groups.size() == 1) {
                groups.values().forEach(verb);
            } else {
                LOG.log(Level.WARNING, "{0} names no application, and this master has {1}", signal, groups.size());
            }
        });
    }

    private void stop(String reason) {
        journal.add(new MasterEvent.Stopping(reason));
        trainer.stop();
        groups.values().stream()
                .map(Group::stop)
                .reduce((one, other) -> one.thenCombine(other, (first, second) -> second))
                .ifPresentOrElse(all -> all.thenAccept(outcome -> stopped()), this::stopped);
    }

    private void stopped() {
        journal.add(new MasterEvent.Stopped());
        ending.with(exitCode);
    }
}
