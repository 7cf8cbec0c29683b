package io.baton.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.config.AdminConfig;
import io.baton.master.config.Application;
import io.baton.master.config.Cpus;
import io.baton.master.config.Declaration;
import io.baton.master.config.Delivery;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.JvmOptions;
import io.baton.master.config.ListenConfig;
import io.baton.master.config.LogKeeping;
import io.baton.master.config.Logging;
import io.baton.master.config.MasterConfig;
import io.baton.master.config.Settings;
import io.baton.master.config.SharedConfig;
import io.baton.master.config.Supervision;
import io.baton.master.config.Surroundings;
import io.baton.master.group.Group;
import io.baton.master.group.Outcome;
import io.baton.master.group.Refusal;
import io.baton.master.it.ApplicationJar;
import io.baton.master.jvm.WorkerLibrary;
import io.baton.master.output.Console;
import io.baton.master.output.Pipes;
import io.baton.master.snapshot.GroupState;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One master, three applications: the built-in one, a Node program, and a jar with two listeners. Stops and starts of one do not
 * touch the others.
 */
@Timeout(180)
final class SeveralGroupsIT {

    private static final String HELLO =
            """
            package user;
            import io.netty.buffer.*; import io.netty.channel.*; import java.nio.charset.StandardCharsets;
            public final class Hello implements io.baton.worker.spi.Application {
                @Override public void initialize(Channel channel, io.baton.worker.spi.Listener listener) {
                    channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                        @Override public void channelRead(ChannelHandlerContext context, Object message) {
                            ((ByteBuf) message).release();
                            context.writeAndFlush(Unpooled.copiedBuffer("HTTP/1.1 200 OK\\r\\nConnection: close\\r\\n\\r\\n"
                                    + "hello from " + listener.name() + " at " + context.channel().localAddress()
                                    + " of " + listener.address(), StandardCharsets.US_ASCII))
                                    .addListener(ChannelFutureListener.CLOSE);
                        }
                    });
                }
            }
            """;

    private static final Declaration NOTHING = new Declaration(null, List.of(), Settings.DEFAULTS, Surroundings.NONE);

    private final List<Client> clients = new ArrayList<>();
    private final int builtInPort = freePort();
    private final int nodePort = freePort();
    private final int jarPort = freePort();
    private final int adminPort = freePort();

    private Fd[] pipe = {};
    private @Nullable Console console;
    private @Nullable Pipes pipes;
    private @Nullable Master master;

    @BeforeEach
    void startMaster(@TempDir Path directory) throws Exception {
        pipe = Libc.pipe();
        pipe[0].close();
        console = Console.start(pipe[1], pipe[1]);
        pipes = new Pipes(console);
        Path home = directory.resolve("home");
        Path jar = ApplicationJar.of(directory, "Hello", HELLO);
        Path script = Path.of("src", "test", "resources", "io", "baton", "master", "it", "app.js");
        List<GroupConfig> groups = List.of(
                group("builtin", 2, null, http(builtInPort)),
                group("node", 2, Application.node(script.toAbsolutePath(), List.of()), http(nodePort)),
                group(
                        "jar",
                        2,
                        Application.jar(jar),
                        http(jarPort),
                        new ListenConfig("admin", "127.0.0.1", adminPort)));
        master = new Master(
                new MasterConfig(groups, Collections.nCopies(3, NOTHING), Logging.DEFAULT, AdminConfig.OFF),
                home,
                null,
                WorkerLibrary.prepare(home),
                pipes,
                new Ending(),
                null);
        master.start();
        for (String name : List.of("builtin", "node", "jar")) {
            await().atMost(60, TimeUnit.SECONDS).until(() -> state(name) == GroupState.RUNNING);
        }
    }

    @AfterEach
    void stopMaster() throws Exception {
        clients.forEach(Client::stop);
        for (String name : List.of("builtin", "node", "jar")) {
            verb(name, Group::stop);
        }
        master().release();
        if (pipes != null && console != null) {
            pipes.stop(1_000);
            console.stop(1_000);
        }
        pipe[1].close();
    }

    @Test
    void stopsAndStartsInAnyOrderLoseNoRequestOfTheOtherApplications() throws Exception {
        assertThat(get(builtInPort)).contains("I am worker, pid: ");
        assertThat(get(nodePort)).contains("I am worker, pid: ");
        assertThat(get(jarPort)).contains("hello from http ");
        for (List<String> order : List.of(List.of("builtin", "node", "jar"), List.of("jar"))) {
            for (String stopped : order) {
                List<Client> others = startClientsOfAllBut(stopped);
                assertThat(verb(stopped, Group::stop)).isEqualTo(new Outcome.Done("stopped"));
                assertThat(verb(stopped, Group::stop))
                        .isEqualTo(new Outcome.Refused(Refusal.NOT_RUNNING, stopped + ": it is stopped already"));
                assertThat(accepts(port(stopped))).as("%s is stopped", stopped).isFalse();
                assertThat(verb(stopped, Group::start)).isInstanceOf(Outcome.Done.class);
                assertThat(get(port(stopped))).contains("200 OK");
                for (Client other : others) {
                    other.stop();
                    assertThat(other.failures).isEmpty();
                    assertThat(other.answers).isPositive();
                }
            }
        }
    }

    @Test
    void everyWorkerKnowsTheListenerOfEachConnection() throws Exception {
        for (int time = 0; time < 2; time++) {
            for (int i = 0; i < 6; i++) {
                assertThat(get(jarPort)).matches("(?s).*hello from http at /.*:" + jarPort + " of .*:" + jarPort);
                assertThat(get(adminPort))
                        .matches("(?s).*hello from admin at /127.0.0.1:" + adminPort + " of .*127.0.0.1:" + adminPort);
            }
            assertThat(verb("jar", Group::stop)).isInstanceOf(Outcome.Done.class);
            assertThat(accepts(jarPort) || accepts(adminPort)).isFalse();
            assertThat(verb("jar", Group::start))
                    .isEqualTo(new Outcome.Done(
                            "2 workers on http://localhost:" + jarPort + " and http://127.0.0.1:" + adminPort));
        }
    }

    @Test
    void allStoppedAndStartedTogetherServeAgain() throws Exception {
        List<String> names = List.of("builtin", "node", "jar");
        for (Function<Group, CompletionStage<Outcome>> verb :
                List.<Function<Group, CompletionStage<Outcome>>>of(Group::stop, Group::start)) {
            List<CompletableFuture<Outcome>> all =
                    names.stream().map(name -> ask(name, verb)).toList();
            for (CompletableFuture<Outcome> one : all) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Done.class);
            }
        }
        for (String name : names) {
            assertThat(get(port(name))).contains("200 OK");
        }
    }

    private static ListenConfig http(int port) {
        return new ListenConfig("http", null, port);
    }

    private static GroupConfig group(
            String name, int workers, @Nullable Application application, ListenConfig... listeners) {
        return new GroupConfig(
                name,
                List.of(listeners),
                Delivery.DEFAULT,
                workers,
                OptionalInt.of(0),
                application,
                List.of(),
                new JvmOptions(false, List.of(), 0, Cpus.SPLIT),
                Supervision.DEFAULT,
                LogKeeping.DEFAULT,
                SharedConfig.DEFAULT,
                Surroundings.ofThisProcess());
    }

    private int port(String name) {
        return name.equals("builtin") ? builtInPort : name.equals("node") ? nodePort : jarPort;
    }

    private List<Client> startClientsOfAllBut(String name) {
        List<Client> started = new ArrayList<>();
        for (int port : new int[] {builtInPort, nodePort, jarPort}) {
            if (port != port(name)) {
                started.add(new Client(port));
            }
        }
        clients.addAll(started);
        return started;
    }

    private Master master() {
        if (master == null) {
            throw new IllegalStateException("no master");
        }
        return master;
    }

    private GroupState state(String name) throws Exception {
        CompletableFuture<GroupState> state = new CompletableFuture<>();
        master().conductor().post(() -> state.complete(master().group(name).state()));
        return state.get(10, TimeUnit.SECONDS);
    }

    private Outcome verb(String name, Function<Group, CompletionStage<Outcome>> verb) throws Exception {
        return ask(name, verb).get(60, TimeUnit.SECONDS);
    }

    private CompletableFuture<Outcome> ask(String name, Function<Group, CompletionStage<Outcome>> verb) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        master().conductor().post(() -> verb.apply(master().group(name)).thenAccept(outcome::complete));
        return outcome;
    }

    private static String get(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends one request after the other, each on a connection of its own, until it is stopped. */
    private static final class Client {

        private final int port;
        private final Thread thread;
        private final List<String> failures = new ArrayList<>();

        private volatile boolean stopped;
        private int answers;

        Client(int port) {
            this.port = port;
            this.thread = new Thread(this::run, "client of " + port);
            thread.start();
        }

        private void run() {
            while (!stopped) {
                try {
                    String answer = get(port);
                    if (answer.startsWith("HTTP/1.1 200 OK")) {
                        answers++;
                    } else {
                        failures.add(answer);
                    }
                } catch (IOException e) {
                    failures.add(e.toString());
                }
            }
        }

        /** What it has seen can be read after this. */
        void stop() {
            stopped = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
