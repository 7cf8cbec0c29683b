package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that says that it is unhealthy, or says nothing, is replaced, and no client of the others notices. */
@Timeout(180)
final class ProbeIT {

    private static final int PER_SECOND = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String SERVER =
            """
            import com.sun.net.httpserver.HttpServer;
            import java.net.InetSocketAddress;
            public class Main {
                static volatile boolean sick;
                public static void main(String[] words) throws Exception {
                    int port = Integer.parseInt(System.getenv("PORT"));
                    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
                    server.createContext("/", exchange -> {
                        String path = exchange.getRequestURI().getPath();
                        sick |= path.equals("/sicken");
                        long pid = ProcessHandle.current().pid();
                        byte[] body = ("I am worker, pid: " + pid + ", ppid: 1\\n").getBytes();
                        exchange.sendResponseHeaders(sick && path.equals("/health") ? 500 : 200, body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
                    server.start();
                }
            }
            """;

    @Test
    void aNodeWorkerThatAnswers500IsReplacedAndNoRequestFails() throws Exception {
        try (MasterProcess master = ready(NodeProgram.path("sickens.js"), 2)) {
            assertReplacedUnderLoad(master, "/sicken", "it answered 500 for /health, 2 times in a row");
        }
    }

    @Test
    void aNodeWorkerThatAnswersNothingIsReplacedAndNoRequestFails() throws Exception {
        try (MasterProcess master = ready(NodeProgram.path("sickens.js"), 2)) {
            assertReplacedUnderLoad(
                    master, "/fall-silent", "it did not answer within 1000 ms for /health, 2 times in a row");
        }
    }

    @Test
    void theOnlyWorkerOfAServerServesUntilItsSuccessorIsReadyAndItsThreadsAreKept(@TempDir Path directory)
            throws Exception {
        Path jar = ServerJar.of(directory, "sickens.jar", SERVER);
        try (MasterProcess master = ready(jar.toString(), 1)) {
            int sick = assertReplacedUnderLoad(master, "/sicken", "it answered 500 for /health, 2 times in a row");
            WorkerEvent.KeptThreads threads = master.awaitEvent(
                    WorkerEvent.KeptThreads.class, any -> any.worker().pid() == sick);
            assertThat(Files.readString(Path.of(String.valueOf(threads.evidence()))))
                    .contains("HTTP-Dispatcher");
        }
    }

    @Test
    void healthyWorkersOfBatonsOwnAreLeftAlone() throws Exception {
        try (MasterProcess master = MasterProcess.ready(options("/", 2).toArray(String[]::new))) {
            List<Integer> before = master.children();
            try (Load load = Load.start(master.port(), PER_SECOND)) {
                load.awaitAnswers(5 * PER_SECOND);
                assertThat(load.end()).extracting(Load.Request::end).containsOnly(Load.End.ANSWERED);
            }
            assertThat(master.children()).isEqualTo(before);
            assertThat(master.events(WorkerEvent.Unhealthy.class)).isEmpty();
        }
    }

    /** Returns the worker that was replaced. */
    private static int assertReplacedUnderLoad(MasterProcess master, String trigger, String reason) throws Exception {
        int port = NodeProgram.port(master);
        try (Load load = Load.start(port, PER_SECOND)) {
            int sick = HttpClient.pidIn(HttpClient.get(port, trigger).body());
            WorkerEvent.Unhealthy unhealthy = master.awaitEvent(
                    WorkerEvent.Unhealthy.class, any -> any.worker().pid() == sick);
            assertThat(unhealthy.reason()).isEqualTo(reason);
            master.awaitEvent(
                    WorkerEvent.ReplacementBegun.class, any -> any.worker().pid() == sick);
            WorkerEvent.Stepped left = master.awaitStep(sick, WorkerState.DRAINING);
            assertThat(left.reason()).isEqualTo("replaced");
            master.awaitStep(sick, WorkerState.EXITED);
            await().atMost(PATIENCE).until(() -> !master.children().contains(sick));
            load.awaitAnswers(PER_SECOND);
            Set<Load.End> ends =
                    Set.copyOf(load.end().stream().map(Load.Request::end).toList());
            assertThat(ends).containsExactly(Load.End.ANSWERED);
            assertThat(master.events(WorkerEvent.Unhealthy.class)).hasSize(1);
            return sick;
        }
    }

    private static MasterProcess ready(String program, int workers) throws IOException {
        List<String> options = new ArrayList<>(options("/health", workers));
        options.addAll(List.of("--port", String.valueOf(MasterCommand.freePort()), program));
        MasterProcess master = MasterProcess.start(options.toArray(String[]::new));
        master.awaitReady(workers);
        return master;
    }

    private static List<String> options(String path, int workers) {
        return List.of(
                "-i",
                String.valueOf(workers),
                "--probe-path",
                path,
                "--probe-interval",
                "200ms",
                "--probe-timeout",
                "1s",
                "--probe-failures",
                "2");
    }
}
