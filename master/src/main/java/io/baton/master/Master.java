package io.baton.master;

import io.baton.master.cli.ExitCode;
import io.baton.master.conductor.Conductor;
import io.baton.master.config.BootFailure;
import io.baton.master.config.ConfigException;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.ListenConfig;
import io.baton.master.config.Logging;
import io.baton.master.config.MasterConfig;
import io.baton.master.config.Mode;
import io.baton.master.config.Operator;
import io.baton.master.config.ProcessAge;
import io.baton.master.group.ArchiveTrainer;
import io.baton.master.group.Group;
import io.baton.master.group.SpareCount;
import io.baton.master.home.Evidence;
import io.baton.master.home.Home;
import io.baton.master.jvm.ClassArchive;
import io.baton.master.jvm.Sweep;
import io.baton.master.jvm.WorkerLibrary;
import io.baton.master.listen.ListenSocket;
import io.baton.master.listen.Listeners;
import io.baton.master.output.Console;
import io.baton.master.output.Pipes;
import io.baton.master.program.JavaProgram;
import io.baton.master.program.NodeProgram;
import io.baton.master.program.Program;
import io.baton.master.spawn.PosixSpawner;
import io.baton.master.spawn.Reaper;
import io.baton.master.worker.Launcher;
import io.baton.master.worker.ProcessLauncher;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.log.LogLine;
import io.baton.protocol.posix.InheritedSignals;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.Processes;
import io.baton.protocol.posix.Signals;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One master from start to end: makes the parts, connects them, and stops them in order. After {@link #start} all happens
 * on the conductor.
 */
final class Master {

    private static final Logger LOG = System.getLogger(Master.class.getName());

    /** What waits for a worker when the master stops gets so long of the time to drain. */
    private static final int HELD_PART_OF_DRAIN = 5;

    private static final long NANOS_PER_MS = 1_000_000;

    /** The last lines may take so long to be written, where standard output takes nothing. */
    private static final long LAST_LINES_MS = 500;

    /** A stop that takes so much longer than its last step, SIGKILL, is stuck. */
    private static final long STOP_SLACK_MS = 5_000;

    /** It takes some milliseconds to kill all workers. */
    private static final int KILL_ALL_MS = 1_000;

    private final GroupConfig config;
    private final Conductor conductor;
    private final Listeners listeners;
    private final SpareCount spares;
    private final Group group;
    private final ArchiveTrainer trainer;
    private final Program program;
    private final Ending ending;
    private final AtomicBoolean stopAsked = new AtomicBoolean();

    private int exitCode = ExitCode.OK;

    private Master(GroupConfig config, Logging logging, WorkerLibrary library, int port, Pipes pipes, Ending ending)
            throws IOException {
        this.config = config;
        this.ending = ending;
        this.conductor = Conductor.start();
        this.listeners = new Listeners(
                conductor,
                config.delivery(),
                port,
                config.supervision().timeouts().holdMs(),
                config.supervision().timeouts().silenceMs());
        Evidence evidence = Evidence.in(Home.of(Operator.environment()));
        PosixSpawner spawner = new PosixSpawner(conductor);
        Launcher launcher =
                new ProcessLauncher(conductor, spawner, pipes, evidence, config.supervision(), logging.workerNames());
        ClassArchive archive = new ClassArchive(library, config.archive() && !config.isNode());
        JavaProgram jvm =
                new JavaProgram(config, library, archive, evidence, spawner::execute, port, Operator.environment());
        this.program = config.isNode() ? NodeProgram.of(config, Operator.environment()) : jvm;
        this.spares = SpareCount.of(config);
        this.group = new Group(conductor, config, launcher, program, spares.count(), listeners);
        this.trainer = new ArchiveTrainer(conductor, launcher, jvm, archive, ListenAddress.tcp(null, port));
    }

    /** Runs a master until it is told to stop. Returns the exit code. */
    static int run(MasterConfig config) {
        try {
            WorkerLibrary library = WorkerLibrary.prepare(Home.of(Operator.environment()));
            library.loadHere();
            library.readClassesHere();
            // A Node program says itself where it listens, when it does.
            GroupConfig group = config.groups().get(0);
            Optional<ListenConfig> opened = group.opened().stream().findFirst();
            return run(
                    config,
                    library,
                    opened.isPresent()
                            ? Optional.of(listen(opened.get(), group.delivery().mode()))
                            : Optional.empty());
        } catch (ConfigException e) {
            System.err.println("baton: " + e.getMessage());
            return ExitCode.USAGE;
        } catch (ListenSocket.BindException e) {
            System.err.println("baton: " + e.getMessage());
            return e.notPermitted() ? ExitCode.NOT_PERMITTED : ExitCode.FAILED;
        } catch (IOException e) {
            System.err.println("baton: " + e.getMessage());
            return ExitCode.FAILED;
        } catch (UnsatisfiedLinkError e) {
            System.err.println("baton: native libraries do not work here: " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private static ListenSocket listen(ListenConfig listener, Mode mode) throws IOException {
        return mode == Mode.REUSEPORT
                ? ListenSocket.reserve(listener.host(), listener.port())
                : ListenSocket.bind(listener.host(), listener.port());
    }

    private static int run(MasterConfig config, WorkerLibrary library, Optional<ListenSocket> socket)
            throws IOException {
        GroupConfig group = config.groups().get(0);
        int port = socket.map(bound -> bound.address().port())
                .orElseGet(() -> group.programsPort().orElse(ListenConfig.DEFAULT_PORT));
        Ending ending = new Ending();
        Thread.setDefaultUncaughtExceptionHandler(ending);
        Console console = Console.ofThisProcess();
        Pipes pipes = new Pipes(console);
        if (config.logging().details()) {
            LogLine.showDetails();
        }
        try {
            Master master = new Master(group, config.logging(), library, port, pipes, ending);
            master.start(library, socket);
            int code = ending.await();
            master.program.end();
            master.conductor.stop();
            return code;
        } finally {
            pipes.stop(LAST_LINES_MS);
            console.stop(LAST_LINES_MS);
        }
    }

    private void start(WorkerLibrary library, Optional<ListenSocket> socket) {
        InheritedSignals.unblock(
                Processes.SIGTERM,
                Processes.SIGHUP,
                Processes.SIGINT,
                Processes.SIGTTIN,
                Processes.SIGTTOU,
                Processes.SIGUSR1,
                Processes.SIGUSR2,
                Processes.SIGALRM);
        hear("TERM", () -> askToStop("SIGTERM"));
        hear("HUP", () -> askToStop("SIGHUP"));
        hear("INT", this::interrupt);
        hear("TTIN", () -> conductor.post(group::grow));
        hear("TTOU", () -> conductor.post(group::shrink));
        hear("USR1", () -> LOG.log(Level.INFO, "SIGUSR1: the log goes to standard output, there is none to reopen"));
        hear("USR2", () -> LOG.log(Level.INFO, "SIGUSR2: this master cannot upgrade itself in place, and goes on"));
        hear("ALRM", () -> LOG.log(Level.INFO, "SIGALRM means nothing to a master"));
        conductor.post(() -> {
            String where = socket.map(bound -> " on " + bound.address().url()).orElse("");
            group.start(() -> allReady(library, where), this::noneStarts);
            LOG.log(
                    Level.INFO,
                    "master (pid {0}): workers {1}, spares {2} ({3})",
                    String.valueOf(Processes.pid()),
                    config.workers(),
                    spares.count(),
                    spares.reason());
            socket.ifPresent(this::open);
            new Reaper(conductor, pid -> group.owns(pid) || trainer.owns(pid)).start();
        });
    }

    private void allReady(WorkerLibrary library, String where) {
        String workers = config.workers() == 1 ? "1 worker" : config.workers() + " workers";
        LOG.log(Level.INFO, "ready: {0}{1} in {2} s", workers, where, ProcessAge.seconds());
        trainer.workersReady();
        Sweep.start(library);
        // What is young may belong to a process that has just begun; what was left before this start is not young any
        // more then.
        conductor.after(Sweep.AGAIN_MS, () -> Sweep.start(library));
    }

    private void open(ListenSocket socket) {
        try {
            listeners.open(socket);
        } catch (PosixException e) {
            LOG.log(Level.ERROR, "cannot accept on {0}: {1}", socket.address(), e.getMessage());
            ending.with(ExitCode.FAILED);
        }
    }

    private void hear(String signal, Runnable action) {
        try {
            if (!Signals.on(signal, action)) {
                LOG.log(Level.WARNING, "SIG{0} was ignored when this process started (nohup?) and stays so", signal);
            }
        } catch (IllegalStateException e) {
            // It is the JVM's own: SIGUSR2, where the operator's flags kept this process from executing itself again.
            LOG.log(Level.DEBUG, "SIG{0} is not heard: {1}", signal, e.getMessage());
        }
    }

    /** A stop has a deadline, which does not depend on the conductor. On any thread. */
    private void askToStop(String reason) {
        if (stopAsked.compareAndSet(false, true)) {
            ending.within(config.supervision().timeouts().killMs() + STOP_SLACK_MS, "the stop", ExitCode.FAILED);
            conductor.post(() -> stop(reason));
        }
    }

    /** On a thread of the JVM's. */
    private void interrupt() {
        if (!stopAsked.get()) {
            askToStop("SIGINT");
            return;
        }
        ending.within(KILL_ALL_MS, "the stop at once", ExitCode.INTERRUPTED);
        conductor.post(() -> {
            LOG.log(Level.WARNING, "second SIGINT: stopping at once");
            group.killAll();
            ending.with(ExitCode.INTERRUPTED);
        });
    }

    /** Waiting clients get 503, and the exit code tells the program that started this process. */
    private void noneStarts(String reason) {
        if (config.supervision().bootFailure() == BootFailure.STAY || stopAsked.get()) {
            return;
        }
        System.err.println("baton: " + reason);
        exitCode = ExitCode.FAILED;
        group.killAll();
        askToStop("no worker can start");
    }

    /** Accepts no more, gives away what waits, lets the workers finish. */
    private void stop(String reason) {
        LOG.log(Level.INFO, "stopping: {0}", reason);
        trainer.stop();
        group.prepareToStop();
        long drainMs = config.supervision().timeouts().drainMs();
        long stoppedAtNanos = conductor.nanoTime();
        conductor.after(drainMs / HELD_PART_OF_DRAIN, listeners::endHeld);
        listeners.stop(() -> {
            long usedMs = (conductor.nanoTime() - stoppedAtNanos) / NANOS_PER_MS;
            group.stop(drainMs - usedMs, () -> {
                LOG.log(Level.INFO, "stopped");
                ending.with(exitCode);
            });
        });
    }
}
