package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.conductor.Conductor;
import io.baton.master.config.Delivery;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.ListenConfig;
import io.baton.master.config.Supervision;
import io.baton.master.group.Group;
import io.baton.master.home.Evidence;
import io.baton.master.listen.ListenSocket;
import io.baton.master.listen.Listeners;
import io.baton.master.output.Console;
import io.baton.master.output.Pipes;
import io.baton.master.program.Program;
import io.baton.master.spawn.PosixSpawner;
import io.baton.master.spawn.SpawnRequest;
import io.baton.master.worker.Launcher;
import io.baton.master.worker.ProcessLauncher;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.Processes;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One group, one dispatcher, one port; in seat 1 an unmodified Node program, in seat 2 a JVM worker. */
@Timeout(120)
final class MixedWorkersIT {

    /** Both say the same: who they are. */
    private record NodeAndJava(int port) implements Program {

        @Override
        public SpawnRequest forSlot(int id) {
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
        public SpawnRequest forSpare(int id) {
            return forSlot(id);
        }
    }

    @Test
    void aNodeProgramAndAJvmWorkerServeOnePortAndStandInForEachOther() throws Exception {
        Conductor conductor = Conductor.start();
        Fd[] pipe = Libc.pipe();
        pipe[0].close();
        Console console = Console.start(pipe[1], pipe[1]);
        Pipes pipes = new Pipes(console);
        ListenSocket socket = ListenSocket.bind(null, 0);
        int port = socket.address().port();
        Listeners listeners = new Listeners(conductor, Delivery.DEFAULT, port, 30_000, 5_000);
        GroupConfig config = new GroupConfig(
                "app",
                List.of(ListenConfig.DEFAULT),
                Delivery.DEFAULT,
                2,
                OptionalInt.of(0),
                null,
                List.of(),
                false,
                Supervision.DEFAULT);
        Launcher launcher = new ProcessLauncher(
                conductor,
                new PosixSpawner(conductor),
                pipes,
                Evidence.in(Path.of("/proc/self/none")),
                config.supervision(),
                true);
        Group group = new Group(conductor, config, launcher, new NodeAndJava(port), 0, listeners);
        CountDownLatch ready = new CountDownLatch(1);
        conductor.post(() -> {
            try {
                listeners.open(socket);
            } catch (PosixException e) {
                throw new UncheckedIOException(e);
            }
            group.start(ready::countDown, reason -> {});
        });
        try {
            assertThat(ready.await(60, TimeUnit.SECONDS)).isTrue();
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
            CountDownLatch gone = new CountDownLatch(1);
            conductor.post(() -> listeners.stop(() -> group.stop(20_000, gone::countDown)));
            assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
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
