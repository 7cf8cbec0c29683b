package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Conductor;
import io.baton.master.config.Declaration;
import io.baton.master.config.Delivery;
import io.baton.master.config.GroupConfig;
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
import io.baton.master.totals.Totals;
import io.baton.master.worker.Launcher;
import io.baton.master.worker.ProcessLauncher;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One group serves one port with an unmodified Node program in slot 1 and a JVM worker in slot 2. */
@Timeout(120)
final class MixedWorkersIT {

    /** Both answer with their pid. */
    private record NodeAndJava(int port) implements Program {

        @Override
        public SpawnRequest forSlot(int id, int workers) {
            List<String> node = List.of("node", NodeProgram.path("app.js"));
            List<String> java = List.of(
                    MasterCommand.java(),
                    "-cp",
                    Path.of("..", "worker", "target", "worker.jar")
                            .toAbsolutePath()
                            .toString(),
                    "io.baton.worker.WorkerMain",
                    "--port",
                    String.valueOf(port));
            List<String> environment = List.of("PATH=" + System.getenv("PATH"), "PORT=" + port, "NODE_UNIQUE_ID=" + id);
            return new SpawnRequest(id == 1 ? node : java, environment, false);
        }

        @Override
        public SpawnRequest forSpare(int id, int workers) {
            return forSlot(id, workers);
        }
    }

    /** Opens a free port, and starts a Node program for one slot and a JVM for the other. */
    private record MixedWorkshop(Conductor conductor, Pipes pipes) implements Workshop {

        @Override
        public void equip(GroupConfig config, Result result) {
            try {
                ListenSocket socket = Binder.bind(null, 0);
                NodeAndJava program = new NodeAndJava(socket.address().port());
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
        public Listeners listeners(GroupConfig config, Clock clock) {
            SocketEndpoints endpoints =
                    new SocketEndpoints(conductor, Delivery.DEFAULT, -1, 30_000, 5_000, new Totals().of("app"));
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
                    new Totals().of("mixed"));
        }

        ApplicationJournal journal() {
            return new ApplicationJournal(new Journal(conductor), "mixed", "");
        }

        @Override
        public void dismantle(Program program, Runnable whenDone) {
            whenDone.run();
        }
    }

    @Test
    void aNodeProgramAndAJvmWorkerServeOnePortAndStandInForEachOther() throws Exception {
        Conductor conductor = Conductor.start();
        Fd[] pipe = Libc.pipe();
        pipe[0].close();
        Console console = Console.start(pipe[1], pipe[1]);
        Pipes pipes = new Pipes(console);
        MixedWorkshop workshop = new MixedWorkshop(conductor, pipes);
        Group group = new Group(conductor, GroupConfig.BUILT_IN.withWorkers(2), workshop.journal(), workshop, () -> 0);
        CompletableFuture<Outcome> started = new CompletableFuture<>();
        conductor.post(() -> group.start().thenAccept(started::complete));
        try {
            Outcome.Done ready = (Outcome.Done) started.get(60, TimeUnit.SECONDS);
            assertThat(ready.what()).startsWith("2 workers on http://localhost:");
            int port = Integer.parseInt(ready.what().substring(ready.what().lastIndexOf(':') + 1));
            Set<Integer> both = answering(port);
            assertThat(both).hasSize(2);
            for (int killed : both) {
                Proc.stop(killed);
                try (HttpClient first = new HttpClient(port);
                        HttpClient second = new HttpClient(port)) {
                    first.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
                    second.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
                    await().until(() -> first.socket().getInputStream().available() > 0
                            || second.socket().getInputStream().available() > 0);
                    Proc.signal(killed, Processes.SIGKILL);
                    assertThat(HttpClient.pidIn(first.answer(false).body())).isNotEqualTo(killed);
                    assertThat(HttpClient.pidIn(second.answer(false).body())).isNotEqualTo(killed);
                }
                await().atMost(Duration.ofSeconds(30))
                        .until(() ->
                                answering(port).size() == 2 && !answering(port).contains(killed));
            }
        } finally {
            CompletableFuture<Outcome> gone = new CompletableFuture<>();
            conductor.post(() -> group.stop().thenAccept(gone::complete));
            assertThat(gone.get(30, TimeUnit.SECONDS)).isEqualTo(new Outcome.Done("stopped"));
            conductor.stop();
            pipes.stop(1_000);
            console.stop(1_000);
            pipe[1].close();
        }
    }

    private static Set<Integer> answering(int port) throws Exception {
        Set<Integer> pids = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            pids.add(HttpClient.workerPid(port));
        }
        return pids;
    }
}
