package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Conductor;
import io.baton.master.config.Declaration;
import io.baton.master.config.Delivery;
import io.baton.master.config.GroupConfig;
import io.baton.master.fetch.Fetcher;
import io.baton.master.fetch.SocketFetcher;
import io.baton.master.group.Group;
import io.baton.master.group.Outcome;
import io.baton.master.group.Workshop;
import io.baton.master.home.Evidence;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.master.listen.Addresses;
import io.baton.master.listen.Binder;
import io.baton.master.listen.ListenSocket;
import io.baton.master.listen.Listeners;
import io.baton.master.listen.SocketEndpoints;
import io.baton.master.output.Console;
import io.baton.master.output.Pipes;
import io.baton.master.program.Program;
import io.baton.master.spawn.PosixSpawner;
import io.baton.master.spawn.SpawnRequest;
import io.baton.master.totals.ApplicationTotals;
import io.baton.master.totals.Totals;
import io.baton.master.worker.Launcher;
import io.baton.master.worker.ProcessLauncher;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A group in the test's own process, with real workers of any kinds on one port: the first slot is of the first kind. */
final class OwnGroup implements AutoCloseable {

    /** What a worker is. */
    enum Kind {
        /** An unmodified Node program that answers with its pid. */
        NODE,
        /** An unmodified Node program that frames its answers in several ways. */
        NODE_ANSWERS,
        /** The built-in application. */
        BUILT_IN,
        /** The jar of {@link OwnGroup#server} with the agent. */
        SERVER
    }

    private final Conductor conductor = Conductor.start();
    private final Pipes pipes;
    private final Console console;
    private final Fd sink;
    private final OwnWorkshop workshop;
    private final Group group;

    private final ApplicationTotals totals;
    private int port;

    private OwnGroup(Path server, Kind... kinds) throws Exception {
        Fd[] pipe = Libc.pipe();
        pipe[0].close();
        sink = pipe[1];
        console = Console.start(sink, sink);
        pipes = new Pipes(console);
        totals = new Totals().of("mixed");
        workshop = new OwnWorkshop(conductor, pipes, totals, server, List.of(kinds));
        group = new Group(
                conductor, GroupConfig.BUILT_IN.withWorkers(kinds.length), workshop.journal(), workshop, () -> 0);
    }

    /** Starts one worker of each kind. */
    static OwnGroup ready(Kind... kinds) throws Exception {
        return ready(Path.of("none.jar"), kinds);
    }

    /**
     * Starts one worker of each kind.
     *
     * @param server of the workers that are servers; it finds its port in PORT
     */
    static OwnGroup ready(Path server, Kind... kinds) throws Exception {
        OwnGroup made = new OwnGroup(server, kinds);
        CompletableFuture<Outcome> started = new CompletableFuture<>();
        made.conductor.post(() -> made.group.start().thenAccept(started::complete));
        try {
            Outcome.Done ready = (Outcome.Done) started.get(60, TimeUnit.SECONDS);
            assertThat(ready.what()).startsWith(kinds.length + " worker").contains(" on http://localhost:");
            made.port = Integer.parseInt(ready.what().substring(ready.what().lastIndexOf(':') + 1));
            return made;
        } catch (Exception | AssertionError e) {
            made.close();
            throw e;
        }
    }

    /** Where all serve. */
    int port() {
        return port;
    }

    /** What was counted. On the conductor. */
    ApplicationTotals totals() {
        return totals;
    }

    /** Runs the action on the conductor. */
    void run(Consumer<Group> action) {
        conductor.post(() -> action.accept(group));
    }

    @Override
    public void close() {
        CompletableFuture<Outcome> gone = new CompletableFuture<>();
        conductor.post(() -> group.stop().thenAccept(gone::complete));
        assertThat(gone.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(new Outcome.Done("stopped"));
        conductor.stop();
        pipes.stop(1_000);
        console.stop(1_000);
        sink.close();
    }

    private record OwnProgram(int port, Path server, List<Kind> kinds) implements Program {

        @Override
        public SpawnRequest forSlot(int id, int workers) {
            List<String> environment = List.of("PATH=" + System.getenv("PATH"), "PORT=" + port, "NODE_UNIQUE_ID=" + id);
            return new SpawnRequest(command(kinds.get(id - 1)), environment, false);
        }

        private List<String> command(Kind kind) {
            return switch (kind) {
                case NODE -> List.of("node", NodeProgram.path("app.js"));
                case NODE_ANSWERS -> List.of("node", NodeProgram.path("answers.js"));
                case BUILT_IN ->
                    List.of(
                            MasterCommand.java(),
                            "-cp",
                            built("worker", "target", "worker.jar"),
                            "io.baton.worker.WorkerMain",
                            "--port",
                            String.valueOf(port));
                case SERVER ->
                    List.of(
                            MasterCommand.java(),
                            "-javaagent:" + built("worker", "agent", "target", "agent.jar") + "=library="
                                    + library(server.resolveSibling("")),
                            "-jar",
                            server.toString());
            };
        }

        private static String built(String... path) {
            return Path.of("..", path).toAbsolutePath().normalize().toString();
        }

        /** The native library of the agent, as the master unpacks it. */
        private static Path library(Path directory) {
            Path file = directory.resolve("libjffi-1.2.so");
            try (InputStream content =
                    Fd.class.getClassLoader().getResourceAsStream("jni/" + machine() + "-Linux/libjffi-1.2.so")) {
                if (!Files.exists(file) && content != null) {
                    Files.copy(content, file);
                }
                return directory;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String machine() {
            String name = System.getProperty("os.arch");
            return name.equals("amd64") ? "x86_64" : name;
        }

        @Override
        public SpawnRequest forSpare(int id, int workers) {
            return forSlot(id, workers);
        }
    }

    /** Opens a free port. */
    private record OwnWorkshop(
            Conductor conductor, Pipes pipes, ApplicationTotals totals, Path server, List<Kind> kinds)
            implements Workshop {

        @Override
        public void equip(GroupConfig config, Result result) {
            try {
                ListenSocket socket = Binder.bind(null, 0);
                OwnProgram program = new OwnProgram(socket.address().port(), server, kinds);
                result.equipped(new Equipment(List.of(socket), program));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void read(Declaration declaration, Reading result) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void renew(GroupConfig config, List<ListenAddress> bound, Renewed result) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Fetcher fetcher() {
            return new SocketFetcher(conductor);
        }

        @Override
        public Listeners listeners(GroupConfig config, Clock clock) {
            SocketEndpoints endpoints =
                    new SocketEndpoints(conductor, journal(), Delivery.DEFAULT, -1, 30_000, 5_000, totals);
            return new Listeners(clock, journal(), Delivery.DEFAULT, new Addresses(), endpoints, 30_000);
        }

        @Override
        public Launcher launcher(GroupConfig config, Clock clock) {
            return new ProcessLauncher(
                    conductor,
                    clock,
                    new PosixSpawner(conductor),
                    pipes.of(config, true),
                    Evidence.in(Path.of("/proc/self/none")),
                    journal(),
                    config.supervision(),
                    0,
                    totals);
        }

        ApplicationJournal journal() {
            return new ApplicationJournal(new Journal(conductor), "mixed", "");
        }

        @Override
        public void dismantle(Program program, Runnable whenDone) {
            whenDone.run();
        }
    }
}
