package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Node worker leaves while clients wait for an answer or have not sent their request yet, and every client is served. */
@Timeout(120)
final class NodeLeaveIT {

    private static final long SLOW_MS = 6_000;
    private static final int PER_SECOND = 200;
    private static final int SIGTTOU = 22;
    private static final Duration ASK_AFTER = Duration.ofMillis(200);
    private static final Duration STOP = Duration.ofSeconds(25);
    private static final Pattern HANDLES = Pattern.compile("HANDLES (\\d+)");
    private static final Pattern TOLD = Pattern.compile("TOLD (\\d+)");

    @ParameterizedTest
    @ValueSource(strings = {"SIGTERM", "/disconnect"})
    void theOnlyWorkersPortStaysOpenAndItsSuccessorDoesNotWaitForItsEnd(String how) throws IOException {
        try (MasterProcess master = new MasterCommand().start(NodeProgram.path("app.js"), "-i", "1", "graceful")) {
            master.awaitReady(1);
            int port = NodeProgram.port(master);
            int old = HttpClient.workerPid(port);
            try (HttpClient slow = new HttpClient(port)) {
                slow.send("GET /slow?ms=" + SLOW_MS + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
                // A program that closes its server itself loses, with Node 26.4, what the server has not read.
                master.await(Pattern.compile("SLOW"));
                long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SLOW_MS - 1_000);
                if (how.startsWith("/")) {
                    HttpClient.get(port, how);
                } else {
                    Proc.signal(old, Processes.SIGTERM);
                }
                int served = 0;
                while (System.nanoTime() < until) {
                    HttpClient.Answer answer = HttpClient.get(port, "/");
                    assertThat(answer.status()).isEqualTo(200);
                    served += answer.body().contains("pid: " + old + ",") ? 0 : 1;
                }
                assertThat(served).as("answers of the successor meanwhile").isPositive();
                assertThat(Files.exists(Path.of("/proc", String.valueOf(old)))).isTrue();
                assertThat(slow.answer(false).body()).contains("pid: " + old + ",");
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> master.children().size() == 1);
            assertThat(master.children()).doesNotContain(old);
        }
    }

    /** Node 26.4 and later close connections that have not sent a byte when a server closes. */
    @Test
    void clientsThatHaveConnectedAndAskWhenTheMasterStopsAlreadyAreServed() throws IOException {
        try (MasterProcess master = NodeProgram.ready("app.js")) {
            List<HttpClient> clients = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                clients.add(new HttpClient(NodeProgram.port(master)));
            }
            StopIT.awaitTakenByWorkers(master, clients);
            long stoppedAtNanos = System.nanoTime();
            Proc.signal(master.pid(), Processes.SIGTERM);
            master.awaitEvent(WorkerEvent.Stepped.class, step -> drains(step, "stopping"), 2);
            await().pollDelay(ASK_AFTER).until(() -> true);
            for (HttpClient client : clients) {
                assertThat(client.get("/").status()).isEqualTo(200);
                client.close();
            }
            for (int worker = 1; worker <= 2; worker++) {
                long toldAtNanos = Long.parseLong(master.await(TOLD, worker).group(1));
                assertThat(toldAtNanos - stoppedAtNanos).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
            }
            assertThat(master.exitCode(STOP)).isZero();
        }
    }

    /** The second signal that some would send, for nothing is left to say over the channel, would end the program at once. */
    @ParameterizedTest
    @ValueSource(strings = {"by --stop-signal", "to all processes", "to all processes and by --stop-signal"})
    void theProgramsOwnHandlerRunsAtOnceAndRequestsInFlightAreAnswered(String signalled) throws IOException {
        String signal = signalled.contains("--stop-signal") ? "sigterm" : "none";
        try (MasterProcess master = NodeProgram.ready("app.js", "--stop-signal", signal, "graceful");
                HttpClient slow = new HttpClient(NodeProgram.port(master))) {
            slow.send("GET /slow?ms=" + SLOW_MS + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
            master.await(Pattern.compile("SLOW"));
            long stoppedAtNanos = System.nanoTime();
            if (signalled.contains("to all processes")) {
                master.children().forEach(worker -> Proc.signal(worker, Processes.SIGTERM));
            }
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(slow.answer(false).status()).isEqualTo(200);
            for (int worker = 1; worker <= 2; worker++) {
                long handledAtNanos =
                        Long.parseLong(master.await(HANDLES, worker).group(1));
                assertThat(handledAtNanos - stoppedAtNanos).isLessThan(TimeUnit.MILLISECONDS.toNanos(SLOW_MS - 1_000));
            }
            assertThat(master.exitCode(STOP)).isZero();
            assertThat(master.events(WorkerEvent.Stepped.class)).noneMatch(step -> step.to() == WorkerState.STOPPING);
        }
    }

    @Test
    void aClientThatConnectsWhileAWorkerIsReplacedOrGivenUpIsServed() throws IOException {
        try (MasterProcess master = NodeProgram.ready("app.js", "--max-requests", "200");
                Load load = Load.start(NodeProgram.port(master), PER_SECOND)) {
            master.awaitEvent(WorkerEvent.Stepped.class, step -> drains(step, "replaced"), 3);
            Proc.signal(master.pid(), SIGTTOU);
            master.awaitEvent(WorkerEvent.Stepped.class, step -> drains(step, "one worker less"));
            load.awaitAnswers(PER_SECOND);
            assertThat(load.end()).extracting(Load.Request::end).containsOnly(Load.End.ANSWERED);
        }
    }

    private static boolean drains(WorkerEvent.Stepped step, String reason) {
        return step.from() == WorkerState.READY
                && step.to() == WorkerState.DRAINING
                && step.reason().equals(reason);
    }
}
