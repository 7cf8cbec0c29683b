package io.baton.master;

import io.baton.master.cli.ExitCode;
import io.baton.master.conductor.Conductor;
import io.baton.master.group.Applications;
import io.baton.master.group.ArchiveTrainer;
import io.baton.master.group.Outcome;
import io.baton.master.group.ServerTrainers;
import io.baton.master.journal.Journal;
import io.baton.master.journal.MasterEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The stop of a master, gracefully or at once. It happens on the conductor, and is asked for on any thread. */
final class MasterStop {

    /** A stop that takes so much longer than its last step, SIGKILL, is stuck. */
    private static final long SLACK_MS = 5_000;

    /** It takes some milliseconds to kill all workers. */
    private static final int KILL_ALL_MS = 1_000;

    private final Conductor conductor;
    private final Ending ending;
    private final Journal journal;
    private final Applications applications;
    private final StateKeeper keeper;
    private final CompletableFuture<Outcome> allStopped = new CompletableFuture<>();
    private final AtomicBoolean asked = new AtomicBoolean();

    private @Nullable ArchiveTrainer trainer;
    private @Nullable ServerTrainers serverTrainers;
    private @Nullable AdminAccess admin;
    private IntSupplier exitCode = () -> ExitCode.FAILED;

    /** The longest time that a stop may take; read by other threads. */
    private volatile long longestMs;

    /**
     * A master that is not stopped yet.
     *
     * @param ending is told the exit code
     * @param keeper forgets what ran
     */
    MasterStop(Conductor conductor, Ending ending, Journal journal, Applications applications, StateKeeper keeper) {
        this.conductor = conductor;
        this.ending = ending;
        this.journal = journal;
        this.applications = applications;
        this.keeper = keeper;
    }

    /**
     * What else there is to stop. Called once, before anything is started.
     *
     * @param shown says that the master is not ready any more, for a while before it stops
     * @param code the exit code of a graceful stop
     */
    void of(ArchiveTrainer archives, ServerTrainers ofServers, AdminAccess shown, IntSupplier code) {
        admin = shown;
        trainer = archives;
        serverTrainers = ofServers;
        exitCode = code;
    }

    /** Other applications are to run, or with other timeouts. Conductor thread only, or before anything is started. */
    void applicationsChanged() {
        longestMs = applications.all().stream()
                .mapToLong(member ->
                        member.group().config().supervision().timeouts().killMs())
                .max()
                .orElse(0);
    }

    /** Whether the master is to stop. Any thread may call. */
    boolean isAsked() {
        return asked.get();
    }

    /**
     * Stops gracefully. The stop has a deadline, which does not depend on the conductor. Any thread may call.
     *
     * @return done when no worker is left
     */
    CompletionStage<Outcome> ask(String reason) {
        if (asked.compareAndSet(false, true)) {
            long delayMs = admin == null ? 0 : admin.drainDelayMs();
            ending.within(delayMs + longestMs + SLACK_MS, "the stop", ExitCode.FAILED);
            conductor.post(() -> announce(reason, delayMs));
        }
        return allStopped;
    }

    /** Stops gracefully when called for the first time, then at once. Any thread may call. */
    void interrupt() {
        if (!isAsked()) {
            CompletionStage<Outcome> unused = ask("SIGINT");
            return;
        }
        ending.within(KILL_ALL_MS, "the stop at once", ExitCode.INTERRUPTED);
        conductor.post(() -> {
            journal.add(new MasterEvent.Interrupted());
            applications.all().forEach(member -> member.group().killAll());
            ending.with(ExitCode.INTERRUPTED);
        });
    }

    /** Load balancers see first that this master is not ready, and send no more clients when it accepts none. */
    private void announce(String reason, long delayMs) {
        if (admin != null) {
            admin.stops();
        }
        if (delayMs > 0) {
            journal.add(new MasterEvent.NotReady(reason, delayMs));
            conductor.after(delayMs, () -> begin(reason));
        } else {
            begin(reason);
        }
    }

    private void begin(String reason) {
        journal.add(new MasterEvent.Stopping(reason));
        keeper.forget();
        if (trainer != null) {
            trainer.stop();
        }
        if (serverTrainers != null) {
            serverTrainers.stop();
        }
        CompletionStage<Void> unused = applications.stopAll().thenAccept(this::stopped);
    }

    private void stopped(Outcome outcome) {
        journal.add(new MasterEvent.Stopped());
        allStopped.complete(outcome);
        ending.with(exitCode.getAsInt());
    }
}
