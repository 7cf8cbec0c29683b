package io.baton.master.group;

import io.baton.master.conductor.Conductor;
import io.baton.master.config.Machine;
import io.baton.master.dispatch.Connection;
import io.baton.master.dispatch.Dispatcher;
import io.baton.master.dispatch.Gate;
import io.baton.master.dispatch.ListenKey;
import io.baton.master.journal.Journal;
import io.baton.master.journal.MasterEvent;
import io.baton.master.jvm.ClassArchive;
import io.baton.master.program.JavaProgram;
import io.baton.master.spawn.ExitStatus;
import io.baton.master.worker.Launcher;
import io.baton.master.worker.WorkerEvents;
import io.baton.master.worker.WorkerHandle;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Fd;
import io.netty.channel.epoll.LinuxSocket;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes the class-data archive in the background, once. A worker boots, warms up, gets a connection that has no client, and
 * leaves an archive of the classes that it needed. Only the speed of later starts depends on it. Conductor thread only.
 */
public final class ArchiveTrainer implements WorkerEvents {

    private static final long DELAY_MS = 5_000;
    private static final long LIMIT_MS = 60_000;

    /** The training is one more JVM for a moment. With less memory than this the kernel may kill a worker for it. */
    private static final long ENOUGH_MB = 160;

    private final Conductor conductor;
    private final Journal journal;
    private final Launcher launcher;
    private final JavaProgram command;
    private final ClassArchive archive;
    private final ListenAddress bound;
    private final Dispatcher dispatcher;
    private final Runnable whenMade;

    private ClassArchive.@Nullable Training training;
    private @Nullable WorkerHandle worker;
    private @Nullable ListenKey listener;
    private boolean stopped;

    /**
     * Trains this archive with a worker of this command.
     *
     * @param whenMade called when the archive can be used
     */
    public ArchiveTrainer(
            Conductor conductor,
            Journal journal,
            Launcher launcher,
            JavaProgram command,
            ClassArchive archive,
            ListenAddress bound,
            Runnable whenMade) {
        this.conductor = conductor;
        this.journal = journal;
        this.launcher = launcher;
        this.command = command;
        this.archive = archive;
        this.bound = bound;
        this.whenMade = whenMade;
        this.dispatcher = new Dispatcher(conductor, new NoGate(), Connection::close, LIMIT_MS);
    }

    /** The workers are ready. Trains after a while, which leaves the machine to them, if there is no archive. */
    public void workersReady() {
        if (archive.needsTraining() && command.allowsArchive()) {
            conductor.after(DELAY_MS, this::train);
        }
    }

    /** Whether this is the process of the training worker, whose exit status is read here. */
    public boolean owns(int pid) {
        return worker != null && worker.pid() == pid;
    }

    /** Whether an archive is being made. */
    public boolean isTraining() {
        return training != null;
    }

    /** The master stops: ends the training. */
    public void stop() {
        stopped = true;
        if (worker != null) {
            worker.kill("master stops");
        }
    }

    @Override
    public void listenAsked(WorkerHandle trained, Message.QueryServer query) {
        listener = new ListenKey(query.request().key());
        trained.serve(query, listener.name(), bound, null);
    }

    @Override
    public void listenEnded(WorkerHandle trained, String key) {}

    @Override
    public void ready(WorkerHandle trained) {
        if (listener != null) {
            // This socket was never connected. The worker reads the end of the stream at once.
            Fd unconnected = Fd.own(LinuxSocket.newSocketStream(false).intValue());
            dispatcher.add(trained.lane());
            dispatcher.offer(new Connection(unconnected, listener, conductor.nanoTime()));
            trained.drain("trained", LIMIT_MS);
        }
    }

    @Override
    public void leaves(WorkerHandle trained) {
        dispatcher.remove(trained.lane());
    }

    @Override
    public void retires(WorkerHandle trained) {}

    /** A training worker leaves when the training is done. */
    @Override
    public void asksToLeave(WorkerHandle trained, String reason) {}

    @Override
    public void dead(WorkerHandle trained, ExitStatus status) {
        worker = null;
        int unaccepted = trained.lane().giveBack();
        dispatcher.endHeld();
        if (training == null) {
            return;
        }
        if (status.code() == 0 && unaccepted == 0 && trained.lane().hasAccepted()) {
            keep(training);
        } else {
            training.discard();
        }
        training = null;
    }

    /** Keeps the archive, on a thread of its own: that waits for the disk. */
    private void keep(ClassArchive.Training trained) {
        Thread keeper = new Thread(
                () -> {
                    if (trained.keep()) {
                        conductor.post(() -> {
                            journal.add(new MasterEvent.ArchiveMade("", ""));
                            whenMade.run();
                        });
                    }
                },
                "baton-archive");
        keeper.setDaemon(true);
        keeper.start();
    }

    private void train() {
        long leftMb = Machine.now().memoryBytes() >> 20;
        if (leftMb < ENOUGH_MB) {
            journal.add(new MasterEvent.ArchiveNotMade(
                    "", "", leftMb + " MB of memory left, the workers need them", Level.INFO));
            return;
        }
        ClassArchive.Training claimed = stopped || !archive.needsTraining() ? null : archive.claim();
        if (claimed == null) {
            return;
        }
        training = claimed;
        Path output = claimed.output();
        launcher.launch(0, "archive trainer", () -> command.forTraining(output), this, new Launcher.Result() {
            @Override
            public void launched(WorkerHandle trained) {
                begin(trained);
            }

            @Override
            public void failed(String reason) {
                // Another master of this home may train from now on.
                claimed.discard();
                training = null;
                journal.add(new MasterEvent.ArchiveNotMade("", "", reason, Level.WARNING));
            }
        });
    }

    /** The dispatcher holds one connection at most, and closes no gate. */
    private static final class NoGate implements Gate {

        @Override
        public void close() {}

        @Override
        public void open() {}
    }

    private void begin(WorkerHandle started) {
        worker = started;
        started.writesAtItsEnd();
        if (stopped) {
            started.kill("master stops");
        }
        conductor.after(LIMIT_MS, () -> started.kill("not done after " + LIMIT_MS + " ms"));
    }
}
