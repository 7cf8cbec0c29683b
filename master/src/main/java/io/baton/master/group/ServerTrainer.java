package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.MasterEvent;
import io.baton.master.jvm.ClassArchive;
import io.baton.master.program.Trainable;
import io.baton.master.spawn.CapturedRun;
import io.baton.master.spawn.ExitStatus;
import io.baton.master.spawn.SpawnRequest;
import io.baton.master.worker.Launcher;
import io.baton.master.worker.WorkerEvents;
import io.baton.master.worker.WorkerHandle;
import io.baton.protocol.Message;
import io.baton.protocol.posix.PosixException;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes the class-data archive of one application that knows nothing of Baton. One more worker starts in the background. It
 * is given the ports that it asks for, though no client reaches it there. When it is ready it is told to leave, and leaves an
 * archive of the classes that it needed. Conductor thread only.
 */
final class ServerTrainer implements WorkerEvents {

    /** An application goes on with its start when it listens already: Spring runs its runners then. */
    private static final long SETTLE_MS = 5_000;

    /** At the lowest priority a large application starts slowly, and an archive of 20,000 classes takes a minute. */
    private static final long LIMIT_MS = 300_000;

    private static final String STOPS = "master stops";

    private final Clock clock;
    private final Executor background;
    private final ApplicationJournal journal;
    private final ClassArchive.Training training;
    private final Ended ended;

    /** Written by the thread that starts processes, before the worker starts. */
    private volatile @Nullable SpawnRequest completion;

    private @Nullable WorkerHandle worker;
    private boolean leaves;
    private boolean stopped;

    /** Hears once that a training is over. */
    interface Ended {

        /**
         * It is over.
         *
         * @param made whether there is an archive now
         */
        void ended(boolean made);
    }

    /**
     * Trains nothing yet.
     *
     * @param background runs what may wait for files, on any thread
     * @param training ends with this
     */
    ServerTrainer(
            Clock clock, Executor background, ApplicationJournal journal, ClassArchive.Training training, Ended ended) {
        this.clock = clock;
        this.background = background;
        this.journal = journal;
        this.training = training;
        this.ended = ended;
    }

    /** Starts a worker of this program. */
    void begin(Launcher launcher, Trainable program) {
        launcher.launch(
                0,
                "archive trainer",
                () -> {
                    completion = program.completion(training.output());
                    return program.forTraining(training.output());
                },
                this,
                new Launcher.Result() {
                    @Override
                    public void launched(WorkerHandle trained) {
                        follow(trained);
                    }

                    @Override
                    public void failed(String reason) {
                        giveUp(reason);
                    }
                });
    }

    /** Whether this is the process of the training worker. */
    boolean owns(int pid) {
        return worker != null && worker.pid() == pid;
    }

    /** The application or the master stops: ends the training. */
    void stop() {
        stopped = true;
        if (worker != null) {
            worker.kill(STOPS);
        }
    }

    @Override
    public void listenAsked(WorkerHandle trained, Message.QueryServer query) {
        trained.serve(query, query.request().key(), query.request().address(), null);
    }

    @Override
    public void listenEnded(WorkerHandle trained, String key) {}

    @Override
    public void ready(WorkerHandle trained) {
        clock.after(SETTLE_MS, () -> {
            if (worker == trained && !leaves) {
                trained.drain("trained", LIMIT_MS);
            }
        });
    }

    @Override
    public void leaves(WorkerHandle trained) {
        leaves = true;
    }

    @Override
    public void retires(WorkerHandle trained) {}

    /** A training worker leaves when the training is done. */
    @Override
    public void asksToLeave(WorkerHandle trained, String reason) {}

    @Override
    public void dead(WorkerHandle trained, ExitStatus status) {
        worker = null;
        trained.lane().giveBack();
        if (status.code() != 0 || !leaves) {
            giveUp(stopped ? STOPS : "the worker that was to make it ended with " + trained.end());
            return;
        }
        // That waits for the disk, and perhaps for another JVM.
        background.execute(() -> {
            String fault = complete();
            boolean kept = fault.isEmpty() && training.keep();
            clock.post(() -> {
                if (kept) {
                    journal.add(new MasterEvent.ArchiveMade(journal.app(), journal.label()));
                    ended.ended(true);
                } else {
                    giveUp(fault.isEmpty() ? "the JVM has written none" : fault);
                }
            });
        });
    }

    private void follow(WorkerHandle started) {
        worker = started;
        started.writesAtItsEnd();
        if (stopped) {
            started.kill(STOPS);
        }
        clock.after(LIMIT_MS, () -> {
            if (worker == started) {
                started.kill("not done after " + LIMIT_MS + " ms");
            }
        });
    }

    /** Makes the archive, if the worker has not. Returns what went wrong; empty if nothing. */
    private String complete() {
        SpawnRequest request = completion;
        if (request == null) {
            return "";
        }
        try {
            CapturedRun run = CapturedRun.inBackground(request, LIMIT_MS);
            ExitStatus status = run.status();
            if (status != null && status.code() == 0) {
                return "";
            }
            return "the JVM that was to make it "
                    + (status == null ? "took too long" : "failed: " + last(run.output()));
        } catch (PosixException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String last(String output) {
        String text = output.strip();
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    private void giveUp(String reason) {
        training.discard();
        if (!stopped) {
            journal.add(new MasterEvent.ArchiveNotMade(journal.app(), journal.label(), reason, Level.WARNING));
        }
        ended.ended(false);
    }
}
