package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.posix.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that knows nothing of Baton is a worker: its clients notice neither a reload nor the death of another worker. */
@Timeout(120)
final class ServerIT {

    private static final int SIGKILL = 9;

    private static final String SOURCE =
            """
            import com.sun.net.httpserver.HttpServer;
            import java.net.InetSocketAddress;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.util.concurrent.Executors;
            public class Main {
                public static void main(String[] words) throws Exception {
                    HttpServer server = HttpServer.create(
                        new InetSocketAddress(Integer.parseInt(System.getenv("PORT"))), 0);
                    server.createContext("/", exchange -> {
                        int sent = exchange.getRequestBody().readAllBytes().length;
                        if (exchange.getRequestURI().getPath().equals("/slow")) {
                            awaitFile(Path.of(exchange.getRequestURI().getQuery()));
                        }
                        byte[] body = (ProcessHandle.current().pid() + " " + sent + " "
                            + exchange.getRemoteAddress().getPort()).getBytes();
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
                    server.setExecutor(Executors.newCachedThreadPool());
                    server.start();
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("goodbye")));
                }
                static void awaitFile(Path file) throws java.io.IOException {
                    try (var watch = file.getFileSystem().newWatchService()) {
                        file.getParent().register(watch, java.nio.file.StandardWatchEventKinds.ENTRY_CREATE);
                        while (!Files.exists(file)) {
                            watch.take().reset();
                        }
                    } catch (InterruptedException e) {
                        throw new java.io.IOException(e);
                    }
                }
            }
            """;

    private final List<Client> clients = new ArrayList<>();

    /** A connection that is kept, and never opened again. */
    private static final class Client {
        final Socket socket;
        final BufferedReader in;

        Client(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(20_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        /** Reads an answer. Returns the words of its body: the process, the bytes of the request, this client's port. */
        String[] receive() throws IOException {
            int length = 0;
            String line = in.readLine();
            assertThat(line).isEqualTo("HTTP/1.1 200 OK");
            for (line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                if (line.startsWith("Content-length: ")) {
                    length = Integer.parseInt(line.substring("Content-length: ".length()));
                }
            }
            char[] body = new char[length];
            int read = 0;
            while (read < length) {
                read += in.read(body, read, length - read);
            }
            String[] words = new String(body).split(" ", -1);
            assertThat(words[2]).as("the client's own port").isEqualTo(String.valueOf(socket.getLocalPort()));
            return words;
        }

        int ask() throws IOException {
            send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            return Integer.parseInt(receive()[0]);
        }
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Client client : clients) {
            client.socket.close();
        }
    }

    private Client connect(int port) throws IOException {
        Client client = new Client(port);
        clients.add(client);
        return client;
    }

    @Test
    void connectionsAreSpreadAndMoveToTheNewWorkersOfAReloadWhateverTheyWereDoing(@TempDir Path directory)
            throws Exception {
        int port = MasterCommand.freePort();
        Path home = directory.resolve("h");
        Path jar = ServerJar.of(directory, "shop.jar", SOURCE);
        MasterProcess master = new MasterCommand()
                .home(home)
                .start("--port", String.valueOf(port), "--reload-trial", "0", "--ready-path", "/", jar.toString());
        try (master) {
            master.awaitReady(2);
            List<Integer> old = master.readyPids();
            Map<Integer, Integer> spread = new HashMap<>();
            for (int i = 0; i < 20; i++) {
                spread.merge(connect(port).ask(), 1, Integer::sum);
            }
            assertThat(spread).containsOnlyKeys(old).containsValues(10, 10);
            // This one has asked for nothing yet.
            connect(port);
            Client half = connect(port);
            half.send("POST / HTTP/1.1\r\nContent-Length: 5\r\nHo");
            Client body = connect(port);
            body.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");
            Path answers = directory.resolve("answers");
            String slowRequest = "GET /slow?" + answers + " HTTP/1.1\r\nHost: a\r\n\r\n";
            Client slow = connect(port);
            slow.send(slowRequest);
            Client pipelined = connect(port);
            pipelined.send(slowRequest + "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            CompletableFuture<MasterCommand.Outcome> reload = CompletableFuture.supplyAsync(() -> reload(home));
            master.awaitEvent(WorkerEvent.Stepped.class, step -> step.to() == WorkerState.DRAINING);
            half.send("st: a\r\n\r\nabcde");
            body.send("cde\r\n0\r\n\r\n");
            for (Client client : List.of(half, body)) {
                String[] words = client.receive();
                assertThat(Integer.parseInt(words[0])).isIn(old);
                assertThat(words[1]).isEqualTo("5");
            }
            // One worker was told to leave by now. The other one is when its successor is ready.
            Files.createFile(answers);
            for (Client client : List.of(slow, pipelined, pipelined)) {
                assertThat(Integer.parseInt(client.receive()[0])).isIn(old);
            }
            MasterCommand.Outcome outcome = reload.get(60, TimeUnit.SECONDS);
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
            for (Client client : clients) {
                assertThat(client.ask()).isNotIn(old);
            }
            for (int pid : old) {
                assertThat(master.awaitStep(pid, WorkerState.EXITED).reason()).isEqualTo("exit code 0");
            }
            master.await(Pattern.compile("worker 1 \\| goodbye"));

            assertThat(Processes.kill(master.readyPids().get(2), SIGKILL)).isZero();
            for (int i = 0; i < 20; i++) {
                assertThat(connect(port).ask()).isNotIn(old);
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
