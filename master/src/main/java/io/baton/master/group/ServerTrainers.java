package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.config.Machine;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.MasterEvent;
import io.baton.master.jvm.ClassArchive;
import io.baton.master.program.Program;
import io.baton.master.program.Trainable;
import io.baton.master.worker.Launcher;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the class-data archives of applications that know nothing of Baton, one after the other, each once. Only the speed of
 * later starts depends on them. Conductor thread only.
 */
public final class ServerTrainers {

    /** Leaves the machine to the workers that have just become ready. */
    private static final long DELAY_MS = 10_000;

    /** The training is one more JVM with such an application, and the archive is made in memory. */
    private static final long ENOUGH_MB = 768;

    private final Clock clock;
    private final Executor startingThread;
    private final Executor background;
    private final LongSupplier memoryBytes;
    private final Deque<Candidate> waiting = new ArrayDeque<>();

    /** Programs whose training has failed. They are not trained again, because they start again and again then. */
    private final Set<Program> failed = new HashSet<>();

    private @Nullable Candidate current;
    private @Nullable ServerTrainer trainer;
    private boolean stopped;

    private record Candidate(Program program, Launcher launcher, ApplicationJournal journal) {}

    /**
     * Trains nothing yet.
     *
     * @param startingThread runs tasks on the thread that starts processes
     * @param background runs what may take a minute, on any thread
     * @param memoryBytes how much is left; asked on the thread that starts processes
     */
    ServerTrainers(Clock clock, Executor startingThread, Executor background, LongSupplier memoryBytes) {
        this.clock = clock;
        this.startingThread = startingThread;
        this.background = background;
        this.memoryBytes = memoryBytes;
    }

    /**
     * For the applications of one master.
     *
     * @param startingThread runs tasks on the thread that starts processes
     */
    public static ServerTrainers of(Clock clock, Executor startingThread) {
        return new ServerTrainers(clock, startingThread, ServerTrainers::inBackground, () -> Machine.now()
                .memoryBytes());
    }

    private static void inBackground(Runnable action) {
        Thread thread = new Thread(action, "baton-archive");
        thread.setDaemon(true);
        thread.start();
    }

    /** All workers of a program are ready. Trains after a while, if there is no archive. */
    public void workersReady(Program program, Launcher launcher, ApplicationJournal journal) {
        if (program.trainable() == null || failed.contains(program) || isKnown(program)) {
            return;
        }
        waiting.add(new Candidate(program, launcher, journal));
        clock.after(DELAY_MS, this::next);
    }

    /** No worker of this program will be started any more. */
    public void ends(Program program) {
        failed.remove(program);
        waiting.removeIf(candidate -> candidate.program == program);
        if (current != null && current.program == program && trainer != null) {
            trainer.stop();
        }
    }

    /** Whether this is the process of a training worker, whose exit status is read here. */
    public boolean owns(int pid) {
        return trainer != null && trainer.owns(pid);
    }

    /** Whether an archive is being made. */
    public boolean isTraining() {
        return current != null;
    }

    /** The master stops: ends the training. */
    public void stop() {
        stopped = true;
        waiting.clear();
        if (trainer != null) {
            trainer.stop();
        }
    }

    private boolean isKnown(Program program) {
        return (current != null && current.program == program)
                || waiting.stream().anyMatch(candidate -> candidate.program == program);
    }

    private void next() {
        Candidate candidate = stopped || current != null ? null : waiting.poll();
        Trainable program = candidate == null ? null : candidate.program.trainable();
        if (candidate == null || program == null) {
            return;
        }
        current = candidate;
        startingThread.execute(() -> {
            ClassArchive archive = program.archive();
            boolean needed = archive != null && archive.needsTraining();
            long leftMb = memoryBytes.getAsLong() >> 20;
            ClassArchive.Training claimed = archive == null || !needed || leftMb < ENOUGH_MB ? null : archive.claim();
            clock.post(() -> {
                if (claimed != null) {
                    train(candidate, program, claimed);
                    return;
                }
                if (needed && leftMb < ENOUGH_MB) {
                    candidate.journal.add(new MasterEvent.ArchiveNotMade(
                            candidate.journal.app(),
                            candidate.journal.label(),
                            leftMb + " MB of memory left, the workers need them",
                            Level.INFO));
                }
                ended();
            });
        });
    }

    private void train(Candidate candidate, Trainable program, ClassArchive.Training claimed) {
        ServerTrainer begun = new ServerTrainer(clock, background, candidate.journal, claimed, made -> {
            if (!made) {
                failed.add(candidate.program);
            }
            ended();
        });
        trainer = begun;
        begun.begin(candidate.launcher, program);
        if (stopped) {
            begun.stop();
        }
    }

    private void ended() {
        trainer = null;
        current = null;
        next();
    }
}
