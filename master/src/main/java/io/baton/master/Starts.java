package io.baton.master;

import io.baton.master.cli.ExitCode;
import io.baton.master.conductor.Conductor;
import io.baton.master.config.BootFailure;
import io.baton.master.config.ProcessAge;
import io.baton.master.group.ArchiveTrainer;
import io.baton.master.group.Group;
import io.baton.master.group.Member;
import io.baton.master.group.Outcome;
import io.baton.master.group.Refusal;
import io.baton.master.journal.ApplicationEvent;
import io.baton.master.journal.Journal;
import io.baton.master.jvm.Sweep;
import io.baton.master.jvm.WorkerLibrary;
import io.baton.master.snapshot.GroupState;
import java.util.List;
import java.util.function.Consumer;

/**
 * What follows when an application has started, or cannot: work that waits until the machine is idle, or the end of a master that
 * has nothing to run. Conductor thread only.
 */
final class Starts {

    /** What a takeover has to do comes first. */
    private static final long CALM_MS = 2_000;

    private final boolean daemon;
    private final Conductor conductor;
    private final Journal journal;
    private final WorkerLibrary library;
    private final ArchiveTrainer trainer;
    private final Ending ending;
    private final Consumer<String> stop;

    private boolean anyWasReady;
    private int exitCode = ExitCode.OK;

    /**
     * Of one master.
     *
     * @param daemon whether the master stays when it has nothing to run
     * @param stop has the master stop, for this reason
     */
    Starts(
            boolean daemon,
            Conductor conductor,
            Journal journal,
            WorkerLibrary library,
            ArchiveTrainer trainer,
            Ending ending,
            Consumer<String> stop) {
        this.daemon = daemon;
        this.conductor = conductor;
        this.journal = journal;
        this.library = library;
        this.trainer = trainer;
        this.ending = ending;
        this.stop = stop;
    }

    /** Goes on where the former image of this master was. */
    void goOn(boolean served) {
        anyWasReady = served;
        if (served) {
            conductor.after(CALM_MS, () -> {
                // This version of the jar may have no archive for workers yet, and other versions may lie about.
                trainer.workersReady();
                Sweep.start(library);
            });
        }
    }

    /** Whether any application was ready. */
    boolean served() {
        return anyWasReady;
    }

    /** With which code the master exits when it has stopped. */
    int exitCode() {
        return exitCode;
    }

    /**
     * All workers of an application are ready.
     *
     * @param ms since its start was asked for
     * @param all applications of the master
     */
    void ready(Member member, Outcome.Done done, long ms, List<Member> all) {
        Group group = member.group();
        group.journal().ready(done.what(), anyWasReady || daemon ? seconds(ms) : ProcessAge.seconds());
        if (all.stream().anyMatch(other -> other.group().state() == GroupState.STARTING)) {
            return;
        }
        if (group.config().jvm().archive()
                && !group.config().isNode()
                && !group.config().isServer()) {
            trainer.workersReady();
        }
        if (!anyWasReady) {
            anyWasReady = true;
            Sweep.start(library);
            // The first sweep spares young files, which may belong to a process that has just begun. By the second one
            // the files from before this start are old.
            conductor.after(Sweep.AGAIN_MS, () -> Sweep.start(library));
        }
    }

    /**
     * An application did not start. A master in the foreground with nothing to run ends; its exit code tells the program that
     * started it.
     *
     * @param all applications of the master
     */
    void cannotStart(Member member, Outcome.Refused refused, List<Member> all) {
        if (refused.refusal() == Refusal.STOPPED_MEANWHILE) {
            return;
        }
        Group group = member.group();
        boolean stays = daemon || anyWasReady;
        boolean tries = group.state() != GroupState.STOPPED;
        if (stays || all.size() > 1) {
            journal.add(new ApplicationEvent.CannotStart(group.name(), refused.reason()));
            tries |= all.stream().anyMatch(other -> other.group().state() != GroupState.STOPPED);
        }
        boolean gaveUp = all.size() == 1 && group.config().supervision().bootFailure() == BootFailure.EXIT;
        if (stays || (tries && !gaveUp)) {
            return;
        }
        System.err.println("baton: " + refused.reason());
        exitCode = exitCode(refused.refusal());
        if (tries) {
            group.killAll();
            stop.accept("no worker can start");
        } else {
            ending.with(exitCode);
        }
    }

    private static String seconds(long ms) {
        long tenths = (ms + 50) / 100;
        return tenths / 10 + "." + tenths % 10;
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
                    NO_WORKER_STARTS,
                    NO_SUCH_APP,
                    NAME_TAKEN,
                    BAD_CONFIG,
                    NOTHING_SAVED,
                    TIMED_OUT,
                    UNSUPPORTED,
                    RELOAD_FAILED,
                    NEEDS_RESTART,
                    NO_MEMORY -> ExitCode.FAILED;
        };
    }
}
