package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.MasterEvent;
import io.baton.master.jvm.ClassArchive;
import io.baton.master.program.Trainable;
import io.baton.master.spawn.ExitStatus;
import io.baton.master.worker.Launcher;
import io.baton.master.worker.WorkerEvents;
import io.baton.master.worker.WorkerHandle;
import io.baton.protocol.Message;
import java.lang.System.Logger.Level;
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
    private final ApplicationJournal journal;
    private final ClassArchive.Training training;
    private final Ended ended;

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
     * @param training ends with this
     */
    ServerTrainer(Clock clock, ApplicationJournal journal, ClassArchive.Training training, Ended ended) {
        this.clock = clock;
        this.journal = journal;
        this.training = training;
        this.ended = ended;
    }

    /** Starts a worker of this program. */
    void begin(Launcher launcher, Trainable program) {
        launcher.launch(
                0, "archive trainer", () -> program.forTraining(training.output()), this, new Launcher.Result() {
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
        // On a thread of its own: that waits for the disk.
        Thread keeper = new Thread(
                () -> {
                    boolean kept = training.keep();
                    clock.post(() -> kept(kept));
                },
                "baton-archive");
        keeper.setDaemon(true);
        keeper.start();
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

    private void kept(boolean kept) {
        journal.add(
                kept
                        ? new MasterEvent.ArchiveMade(journal.label())
                        : new MasterEvent.ArchiveNotMade(journal.label(), "the JVM has written none", Level.WARNING));
        ended.ended(kept);
    }

    private void giveUp(String reason) {
        training.discard();
        if (!stopped) {
            journal.add(new MasterEvent.ArchiveNotMade(journal.label(), reason, Level.WARNING));
        }
        ended.ended(false);
    }
}
