package io.baton.master;

import io.baton.master.cli.ExitCode;
import io.baton.master.conductor.Conductor;
import io.baton.master.config.Home;
import io.baton.master.config.Mode;
import io.baton.master.config.RunConfig;
import io.baton.master.listen.ListenSocket;
import io.baton.master.listen.Listeners;
import io.baton.master.spawn.ClassArchive;
import io.baton.master.spawn.PosixSpawner;
import io.baton.master.spawn.Spawner;
import io.baton.master.spawn.WorkerCommand;
import io.baton.master.spawn.WorkerLibrary;
import io.baton.master.supervisor.ArchiveTrainer;
import io.baton.master.supervisor.SpareCount;
import io.baton.master.supervisor.Supervisor;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.posix.Libc;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;

/**
 * One master from start to end: makes the parts, connects them, and stops them in order. After {@link #start} all happens
 * on the conductor.
 */
final class Master {

    private static final Logger LOG = System.getLogger(Master.class.getName());

    /** What waits for a worker when the master stops gets so long of the time to drain. */
    private static final int HELD_PART_OF_DRAIN = 5;

    private static final long NANOS_PER_MS = 1_000_000;

    private final RunConfig config;
    private final Conductor conductor;
    private final Listeners listeners;
    private final SpareCount spares;
    private final Supervisor supervisor;
    private final ArchiveTrainer trainer;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    private boolean stopping;

    private Master(RunConfig config, WorkerLibrary library, ListenSocket socket) {
        this.config = config;
        this.conductor = Conductor.start();
        ListenAddress address = socket.address();
        ClassArchive archive = new ClassArchive(library, config.archive());
        WorkerCommand command = new WorkerCommand(config, library, archive, address.port(), System.getenv());
        Spawner spawner = new PosixSpawner(conductor);
        this.listeners = new Listeners(
                conductor,
                Mode.HANDOFF,
                address.port(),
                config.supervision().timeouts().holdMs());
        this.spares = SpareCount.of(config);
        this.supervisor = new Supervisor(conductor, config, spawner, command, spares.count(), listeners);
        this.trainer = new ArchiveTrainer(conductor, spawner, command, archive, address);
    }

    /** Runs a master until it is told to stop. Returns the exit code. */
    static int run(RunConfig config) {
        try {
            WorkerLibrary library = WorkerLibrary.prepare(Home.of(System.getenv()));
            library.loadHere();
            library.readClassesHere();
            ListenSocket socket = ListenSocket.bind(config.host(), config.port());
            Master master = new Master(config, library, socket);
            master.start(socket);
            int code = master.exit.join();
            master.conductor.stop();
            return code;
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

    private void start(ListenSocket socket) {
        Signals.on("TERM", () -> conductor.post(() -> stop("SIGTERM")));
        Signals.on("HUP", () -> conductor.post(() -> stop("SIGHUP")));
        Signals.on("INT", () -> conductor.post(this::interrupt));
        conductor.post(() -> {
            supervisor.start(trainer::workersReady);
            listeners.open(socket);
            LOG.log(
                    Level.INFO,
                    "master (pid {0}): workers {1}, spares {2} ({3})",
                    String.valueOf(Libc.pid()),
                    config.workers(),
                    spares.count(),
                    spares.reason());
            ListenAddress address = socket.address();
            String host = address.host() == null ? "localhost" : address.host();
            String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
            LOG.log(Level.INFO, "listening on http://{0}:{1}", shown, String.valueOf(address.port()));
        });
    }

    private void interrupt() {
        if (!stopping) {
            stop("SIGINT");
            return;
        }
        LOG.log(Level.WARNING, "second SIGINT: stopping at once");
        supervisor.killAll();
        exit.complete(ExitCode.INTERRUPTED);
    }

    /** Accepts no more, gives away what waits, lets the workers finish. */
    private void stop(String reason) {
        if (stopping) {
            return;
        }
        stopping = true;
        LOG.log(Level.INFO, "stopping: {0}", reason);
        trainer.stop();
        long drainMs = config.supervision().timeouts().drainMs();
        long stoppedAtNanos = conductor.nanoTime();
        conductor.after(drainMs / HELD_PART_OF_DRAIN, listeners::endHeld);
        listeners.stop(() -> {
            long usedMs = (conductor.nanoTime() - stoppedAtNanos) / NANOS_PER_MS;
            supervisor.stop(drainMs - usedMs, () -> {
                LOG.log(Level.INFO, "stopped");
                exit.complete(ExitCode.OK);
            });
        });
    }
}
