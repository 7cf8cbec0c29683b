package io.baton.master.servers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.it.MasterCommand;
import io.baton.master.it.MasterProcess;
import io.baton.master.it.Proc;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Baton promises of any server that is unmodified, for each server of {@code worker/servers}. Profile {@code servers}. */
@EnabledIfSystemProperty(named = "baton.servers", matches = "(?!false$).+")
@Timeout(600)
final class EveryServerIT {

    private static final List<String> ALL = List.of(
            "jdk/HttpServerMain.java",
            "jdk/ServerSocketMain.java",
            "spring-boot",
            "webflux",
            "jetty",
            "undertow",
            "vertx4",
            "vertx5",
            "netty",
            "micronaut",
            "quarkus",
            "ktor-netty",
            "ktor-cio",
            "helidon",
            "grizzly");
    /** These have no WebSocket of their own. */
    private static final Set<String> WITHOUT_WEB_SOCKET =
            Set.of("jdk/HttpServerMain.java", "jdk/ServerSocketMain.java");

    private static final int BYTES = 100_000_000;
    private static final int PIPELINED = 1000;
    private static final int CONNECTIONS = 10_000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** All, or those named by {@code -Dbaton.servers}. */
    static List<String> servers() {
        String named = System.getProperty("baton.servers", "true");
        return named.equals("true") ? ALL : List.of(named.split(",", -1));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void anUnmodifiedServerKeepsEachPromise(String name) throws Exception {
        Path jar = ServerExample.jar(name);
        try (MasterProcess master = new MasterCommand()
                .start(
                        "--port",
                        Integer.toString(MasterCommand.freePort()),
                        "--ready-path",
                        "/",
                        "--archive",
                        "off",
                        jar.toString())) {
            master.awaitReady(2);
            int port = master.port();
            turnsAreExactAndAddressesRight(port);
            assertThat(ServerClient.get(port, "/chunks"))
                    .startsWith("chunk 0\n")
                    .endsWith("chunk 9\n");
            aHundredMegabytesGoBothWays(port);
            aThousandRequestsInOnePieceAreAnswered(port);
            if (!WITHOUT_WEB_SOCKET.contains(name)) {
                // One for each worker.
                aWebSocketEchoes(port);
                aWebSocketEchoes(port);
            }
            noDescriptorIsLeft(master, port);
            aKilledWorkerLosesNoNewConnection(master, port);
            aStoppedWorkerIsReplaced(master, port);
            ProcessHandle.of(master.pid()).orElseThrow().destroy();
            assertThat(master.exitCode(LIMIT)).as(name + " stopped by SIGTERM").isZero();
            assertThat(String.join("\n", master.output())).contains("DRAINING -> EXITED: exit code 0");
        }
    }

    private static void turnsAreExactAndAddressesRight(int port) throws IOException {
        Map<String, Integer> turns = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            try (ServerClient client = new ServerClient(port)) {
                String[] words = client.get("/").trim().split(" ", -1);
                turns.merge(words[0], 1, Integer::sum);
                assertThat(words[1]).contains("127.0.0.1").endsWith(":" + client.localPort());
                assertThat(words[2]).contains("127.0.0.1").endsWith(":" + port);
            }
        }
        assertThat(turns.values()).containsExactly(100, 100);
    }

    private static void aHundredMegabytesGoBothWays(int port) throws Exception {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 8192 == 0 ? i / 8192 : i * 31);
        }
        try (ServerClient client = new ServerClient(port)) {
            client.send(
                    "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Type: application/octet-stream\r\nContent-Length: "
                            + bytes.length + "\r\n\r\n");
            OutputStream out = client.output();
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    out.write(bytes);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(client.answer()).as("100 MB echoed").isEqualTo(bytes);
            sent.join();
            // Tomcat ends a connection that began to answer before it had read all, announced.
            if (!client.isAnnouncedToEnd()) {
                assertThat(client.get("/")).as("the next request").isNotEmpty();
            }
        }
        try (ServerClient client = new ServerClient(port)) {
            client.send("GET /bytes?n=" + BYTES + " HTTP/1.1\r\nHost: test\r\n\r\n");
            byte[] body = client.answer();
            for (int i = 0; i < body.length; i++) {
                if (body[i] != (byte) (i % 251)) {
                    throw new AssertionError("byte " + i + " of the download: " + body[i]);
                }
            }
        }
    }

    private static void aThousandRequestsInOnePieceAreAnswered(int port) throws IOException {
        try (ServerClient client = new ServerClient(port)) {
            // Tomcat and Grizzly end a connection after 100 and 256 requests, announced.
            int answered = 0;
            client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n".repeat(PIPELINED));
            try {
                for (; answered < PIPELINED; answered++) {
                    client.answer();
                }
            } catch (IOException e) {
                assertThat(client.isAnnouncedToEnd())
                        .as("announced after %d answers: %s", answered, e)
                        .isTrue();
            }
        }
    }

    private static void noDescriptorIsLeft(MasterProcess master, int port) throws IOException {
        List<Integer> workers = master.readyPids();
        long before = descriptors(workers);
        for (int i = 0; i < CONNECTIONS; i++) {
            try (ServerClient client = new ServerClient(port)) {
                client.get("/");
            }
        }
        await("descriptors of the workers, %d before".formatted(before))
                .atMost(LIMIT)
                .until(() -> descriptors(workers) <= before + 20);
    }

    private static long descriptors(List<Integer> pids) throws IOException {
        long count = 0;
        for (int pid : pids) {
            try (var files = Files.list(Path.of("/proc", Integer.toString(pid), "fd"))) {
                count += files.count();
            }
        }
        return count;
    }

    private static void aKilledWorkerLosesNoNewConnection(MasterProcess master, int port) throws Exception {
        int killed = master.readyPids().get(0);
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            while (master.readyPids().size() < 3 && answered.get() < 100_000) {
                try {
                    ServerClient.get(port, "/");
                    answered.incrementAndGet();
                } catch (ConnectException | SocketTimeoutException e) {
                    throw new AssertionError("refused or hung", e);
                } catch (IOException e) {
                    // A request inside the killed worker.
                    lost.incrementAndGet();
                }
            }
        });
        await().atMost(LIMIT).until(() -> answered.get() > 100 || load.isDone());
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        master.awaitReady(3);
        load.join();
        assertThat(lost).as("requests inside the killed worker").hasValueLessThanOrEqualTo(1);
    }

    private static void aStoppedWorkerIsReplaced(MasterProcess master, int port) throws Exception {
        int stopped = master.readyPids().get(1);
        Proc.stop(stopped);
        for (int i = 0; i < 20; i++) {
            assertThat(ServerClient.get(port, "/")).doesNotStartWith(stopped + " ");
        }
        master.awaitHang(stopped);
        master.awaitReady(4);
    }

    private static void aWebSocketEchoes(int port) throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        heard.complete(text.toString());
                        return null;
                    }
                })
                .get(LIMIT.toSeconds(), SECONDS);
        socket.sendText("to and fro", true).get(LIMIT.toSeconds(), SECONDS);
        assertThat(heard.get(LIMIT.toSeconds(), SECONDS)).isEqualTo("to and fro");
        socket.abort();
    }
}
