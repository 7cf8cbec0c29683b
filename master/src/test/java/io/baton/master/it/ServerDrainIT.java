package io.baton.master.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections of an unmodified server that cannot move end between two messages, when their budget is used up. */
@Timeout(120)
final class ServerDrainIT {

    private static final int BUDGET_MS = 1_000;

    private static final String SOURCE =
            """
            import com.sun.net.httpserver.*;
            import java.io.*;
            import java.net.InetSocketAddress;
            import java.nio.file.*;
            import java.security.KeyStore;
            import java.util.concurrent.*;
            import javax.net.ssl.*;
            public class Main {
                static final ScheduledExecutorService TICKS = Executors.newSingleThreadScheduledExecutor();
                public static void main(String[] words) throws Exception {
                    KeyStore keys = KeyStore.getInstance(new File(words[0]), words[1].toCharArray());
                    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
                    managers.init(keys, words[1].toCharArray());
                    SSLContext context = SSLContext.getInstance("TLS");
                    context.init(managers.getKeyManagers(), null, null);
                    HttpsServer safe = HttpsServer.create();
                    safe.setHttpsConfigurator(new HttpsConfigurator(context));
                    serve(safe, Integer.parseInt(words[2]));
                    serve(HttpServer.create(), Integer.parseInt(System.getenv("PORT")));
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("goodbye")));
                }
                static void serve(HttpServer server, int port) throws IOException {
                    server.bind(new InetSocketAddress(port), 0);
                    server.createContext("/", Main::answer);
                    server.setExecutor(Executors.newCachedThreadPool());
                    server.start();
                }
                static void answer(HttpExchange exchange) throws IOException {
                    try {
                        String file = exchange.getRequestURI().getQuery();
                        if (exchange.getRequestURI().getPath().equals("/events")) {
                            exchange.sendResponseHeaders(200, 0);
                            TICKS.scheduleAtFixedRate(() -> tick(exchange), 0, 250, TimeUnit.MILLISECONDS);
                            return;
                        } else if (file != null) {
                            awaitFile(Path.of(file));
                        }
                        byte[] body = "done\\n".getBytes();
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
                /** The first tick that cannot be sent is the last. */
                static void tick(HttpExchange exchange) {
                    try {
                        exchange.getResponseBody().write("data: tick\\n\\n".getBytes());
                        exchange.getResponseBody().flush();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
                static void awaitFile(Path file) throws IOException, InterruptedException {
                    try (WatchService watch = file.getFileSystem().newWatchService()) {
                        file.getParent().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
                        while (!Files.exists(file)) {
                            watch.take().reset();
                        }
                    }
                }
            }
            """;

    /** A connection that is kept, and never opened again. */
    private static final class Client implements AutoCloseable {
        final Socket socket;
        final BufferedReader in;

        Client(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(20_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        }

        void ask(String request) throws IOException {
            socket.getOutputStream().write((request + "\r\nHost: a\r\n\r\n").getBytes(US_ASCII));
        }

        /** Reads up to this line. */
        void receive(String last) throws IOException {
            String line = in.readLine();
            while (!last.equals(line)) {
                assertThat(line).as("before " + last).isNotNull();
                line = in.readLine();
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void tlsAndEndlessAnswersAreServedForTheirBudgetAndEndBetweenTwoMessages(@TempDir Path directory) throws Exception {
        int port = MasterCommand.freePort();
        int safePort = MasterCommand.freePort();
        Path home = directory.resolve("h");
        Path jar = ServerJar.of(directory, "shop.jar", SOURCE);
        String key = SelfMadeKey.in(directory).toString();
        MasterProcess master = new MasterCommand()
                .home(home)
                .start(
                        "--port",
                        String.valueOf(port),
                        "-i",
                        "1",
                        "--reload-trial",
                        "0",
                        "--drain-budget",
                        BUDGET_MS + "ms",
                        jar.toString(),
                        key,
                        SelfMadeKey.PASSWORD,
                        String.valueOf(safePort));
        InetAddress host = InetAddress.getLoopbackAddress();
        try (master) {
            master.awaitReady(1);
            try (Client safe =
                            new Client(SelfMadeKey.trusted().getSocketFactory().createSocket(host, safePort));
                    Client events = new Client(new Socket(host, port));
                    Client old = new Client(new Socket(host, port))) {
                events.ask("GET /events HTTP/1.1");
                events.receive("data: tick");
                old.ask("GET / HTTP/1.0\r\nConnection: keep-alive");
                old.receive("done");
                Path answers = directory.resolve("answers");
                safe.ask("GET /?" + answers + " HTTP/1.1");
                CompletableFuture<MasterCommand.Outcome> reload = CompletableFuture.supplyAsync(() -> reload(home));
                int leaving = master.awaitEvent(WorkerEvent.Stepped.class, step -> step.to() == WorkerState.DRAINING)
                        .worker()
                        .pid();
                old.ask("GET / HTTP/1.0\r\nConnection: keep-alive");
                old.receive("done");
                Files.createFile(answers);
                safe.receive("done");
                safe.ask("GET / HTTP/1.1");
                safe.receive("done");

                assertThat(safe.in.read()).as("TLS is ended as TLS does it").isEqualTo(-1);
                String line = events.in.readLine();
                while (line != null) {
                    assertThat(line).as("lines of whole chunks").isIn("", "c", "data: tick");
                    line = events.in.readLine();
                }
                assertThat(reload.get(60, TimeUnit.SECONDS).exitCode()).isZero();
                Matcher drained = master.await(Pattern.compile(
                        "worker 1 \\| baton: drained in (\\d+) ms: 0 connections moved, 3 ended: (.*)"));
                assertThat(Integer.parseInt(drained.group(1))).isBetween(BUDGET_MS, BUDGET_MS + 2_000);
                assertThat(drained.group(2).split(", ", -1))
                        .containsExactlyInAnyOrder("1 (TLS)", "1 (an answer is being sent)", "1 (it speaks HTTP/1.0)");
                master.await(Pattern.compile(
                        "worker 1 \\| baton: leaves when \\d of 3 connections are done; 1 of them" + " are opaque"));
                master.await(Pattern.compile("worker 1 \\| goodbye"));
                assertThat(master.awaitStep(leaving, WorkerState.EXITED).reason())
                        .isEqualTo("exit code 0");
            }
        }
    }

    private static MasterCommand.Outcome reload(Path home) {
        try {
            return new MasterCommand().home(home).run("reload", "shop");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
