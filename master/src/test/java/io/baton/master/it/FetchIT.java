package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.OpenDescriptors;
import io.baton.master.carried.CarriedListenerTotals;
import io.baton.master.fetch.FetchLimits;
import io.baton.master.fetch.Fetched;
import io.baton.master.group.Target;
import io.baton.master.worker.WorkerHandle;
import io.baton.protocol.posix.Processes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The master asks one worker over HTTP, whatever that runs, and no client notices. */
@Timeout(120)
final class FetchIT {

    private static final FetchLimits LIMITS = FetchLimits.ofMs(10_000);

    private static final String SERVER =
            """
            import com.sun.net.httpserver.HttpServer;
            import java.net.InetSocketAddress;
            public class Main {
                public static void main(String[] words) throws Exception {
                    int port = Integer.parseInt(System.getenv("PORT"));
                    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
                    server.createContext("/", exchange -> {
                        if (exchange.getRequestURI().getPath().equals("/chunks")) {
                            exchange.sendResponseHeaders(200, 0);
                            exchange.getResponseBody().write(new byte[200_000]);
                        } else {
                            byte[] body = String.valueOf(ProcessHandle.current().pid()).getBytes();
                            exchange.sendResponseHeaders(418, body.length);
                            exchange.getResponseBody().write(body);
                        }
                        exchange.close();
                    });
                    server.start();
                }
            }
            """;

    @Test
    void eachWorkerOfAnyKindIsAskedForItselfAndNoClientIsCounted(@TempDir Path directory) throws Exception {
        Path jar = ServerJar.of(directory, "server.jar", SERVER);
        try (OwnGroup group = OwnGroup.ready(jar, OwnGroup.Kind.NODE, OwnGroup.Kind.BUILT_IN, OwnGroup.Kind.SERVER)) {
            List<String> before = OpenDescriptors.of("socket:");
            for (int round = 0; round < 20; round++) {
                for (int slot = 1; slot <= 3; slot++) {
                    Fetched.Reply reply = reply(get(group, slot, "/", LIMITS));
                    assertThat(reply.status()).isEqualTo(slot == 3 ? 418 : 200);
                    assertThat(text(reply)).contains(String.valueOf(pid(group, slot)));
                }
            }
            assertThat(reply(get(group, 3, "/chunks", LIMITS)).body().remaining())
                    .isEqualTo(200_000);
            await().untilAsserted(
                            () -> assertThat(OpenDescriptors.of("socket:")).isEqualTo(before));
            CarriedListenerTotals counted = counted(group);
            assertThat(counted.accepted()).isZero();
            assertThat(counted.redispatched()).isZero();
            assertThat(HttpClient.workerPid(group.port())).isPositive();
            await().untilAsserted(() -> assertThat(counted(group).accepted()).isEqualTo(1));
        }
    }

    @Test
    void anAnswerOfAnyFramingIsReadAndOneThatHangsOrIsTooLongIsToldInWords() throws Exception {
        try (OwnGroup group = OwnGroup.ready(OwnGroup.Kind.NODE_ANSWERS)) {
            assertThat(text(reply(get(group, 1, "/length", LIMITS)))).isEqualTo("hello");
            assertThat(text(reply(get(group, 1, "/chunks", LIMITS))))
                    .isEqualTo("x".repeat(100_000) + "y".repeat(100_000));
            assertThat(reply(get(group, 1, "/fails", LIMITS)).status()).isEqualTo(503);
            assertThat(text(reply(get(group, 1, "/?q=1", LIMITS))))
                    .isEqualTo("{\"host\":\"localhost\",\"connection\":\"close\",\"user-agent\":\"baton\"}");
            assertThat(get(group, 1, "/long", new FetchLimits(10_000, 250_000)))
                    .isEqualTo(new Fetched.NoReply("answered with a body of more than 250000 bytes"));
            assertThat(get(group, 1, "/hangs", FetchLimits.ofMs(300)))
                    .isEqualTo(new Fetched.NoReply("did not answer within 300 ms"));
            assertThat(text(reply(get(group, 1, "/length", LIMITS)))).isEqualTo("hello");
        }
    }

    @Test
    void aWorkerThatDiesBeforeItAcceptsLeavesNoDescriptorAndNoOtherWorkerIsAsked() throws Exception {
        try (OwnGroup group = OwnGroup.ready(OwnGroup.Kind.NODE, OwnGroup.Kind.BUILT_IN)) {
            int blocked = pid(group, 1);
            List<String> before = OpenDescriptors.of("socket:");
            CompletableFuture<Fetched> blocking = ask(group, 1, "/block?ms=60000", LIMITS);
            Fetched unanswered = new Fetched.NoReply("did not accept the connection within 500 ms");
            await().atMost(Duration.ofSeconds(9))
                    .until(() -> get(group, 1, "/", FetchLimits.ofMs(500)).equals(unanswered));
            CompletableFuture<Fetched> unaccepted = ask(group, 1, "/", LIMITS);
            Proc.signal(blocked, Processes.SIGKILL);
            assertThat(unaccepted.get(30, TimeUnit.SECONDS)).isEqualTo(new Fetched.NoReply("has ended"));
            assertThat(blocking.get(30, TimeUnit.SECONDS)).isInstanceOf(Fetched.NoReply.class);
            assertThat(counted(group).redispatched()).isZero();
            await().atMost(Duration.ofSeconds(30)).until(() -> pid(group, 1) != blocked);
            await().atMost(Duration.ofSeconds(30)).until(() -> get(group, 1, "/", LIMITS) instanceof Fetched.Reply);
            // The channel of the next worker came instead of that of the dead one.
            await().untilAsserted(
                            () -> assertThat(OpenDescriptors.of("socket:")).hasSameSizeAs(before));
        }
    }

    @Test
    void aWorkerThatIsStoppedOrLeavesIsNotAsked() throws Exception {
        try (OwnGroup group = OwnGroup.ready(OwnGroup.Kind.BUILT_IN)) {
            int pid = pid(group, 1);
            Proc.stop(pid);
            assertThat(get(group, 1, "/", LIMITS)).isEqualTo(new Fetched.NotAsked("is stopped by a signal"));
            Proc.signal(pid, Processes.SIGCONT);
            assertThat(get(group, 1, "/", LIMITS)).isInstanceOf(Fetched.Reply.class);
            CompletableFuture<Fetched> answer = new CompletableFuture<>();
            group.run(running -> {
                WorkerHandle worker = running.slots().workers(Target.WHOLE).get(0);
                worker.drain("test", 10_000);
                running.slots().fetch(worker, "/", LIMITS, answer::complete);
            });
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(new Fetched.NotAsked("is draining"));
        }
    }

    private static CarriedListenerTotals counted(OwnGroup group) throws Exception {
        CompletableFuture<CarriedListenerTotals> counted = new CompletableFuture<>();
        group.run(
                running -> counted.complete(group.totals().carried().listeners().get(0)));
        return counted.get(10, TimeUnit.SECONDS);
    }

    private static int pid(OwnGroup group, int slot) throws Exception {
        CompletableFuture<Integer> pid = new CompletableFuture<>();
        group.run(running -> pid.complete(running.slots().workers(slot).stream()
                .map(WorkerHandle::pid)
                .findFirst()
                .orElse(0)));
        return pid.get(10, TimeUnit.SECONDS);
    }

    private static Fetched get(OwnGroup group, int slot, String path, FetchLimits limits) throws Exception {
        return ask(group, slot, path, limits).get(30, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Fetched> ask(OwnGroup group, int slot, String path, FetchLimits limits) {
        CompletableFuture<Fetched> answer = new CompletableFuture<>();
        group.run(running -> {
            List<WorkerHandle> workers = running.slots().workers(slot);
            if (workers.isEmpty()) {
                answer.complete(new Fetched.NotAsked("is not there"));
            } else {
                running.slots().fetch(workers.get(0), path, limits, answer::complete);
            }
        });
        return answer;
    }

    private static Fetched.Reply reply(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Reply.class);
        return (Fetched.Reply) fetched;
    }

    private static String text(Fetched.Reply reply) {
        return StandardCharsets.UTF_8.decode(reply.body().duplicate()).toString();
    }
}
