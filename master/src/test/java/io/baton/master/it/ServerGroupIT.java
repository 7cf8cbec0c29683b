package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two workers of an unmodified server share its ports, and each other's clients when one of them does not accept. */
@Timeout(120)
final class ServerGroupIT {

    private static final String SOURCE =
            """
            import java.net.*;
            import java.nio.file.*;
            public class Main {
                static final long PID = ProcessHandle.current().pid();
                static Path files;
                public static void main(String[] words) throws Exception {
                    int port = Integer.parseInt(System.getenv("PORT"));
                    files = Path.of(words[2]);
                    System.out.println("epoll: " + !Boolean.getBoolean("io.netty.transport.noNative"));
                    new ServerSocket(port).close();
                    System.out.println("probed");
                    await("serve");
                    serve(new ServerSocket(Integer.parseInt(words[0])));
                    ServerSocket member = null;
                    for (int own = Integer.parseInt(words[1]); member == null; own++) {
                        try {
                            member = new ServerSocket(own);
                        } catch (BindException e) {
                            System.out.println("member " + own + ": " + e.getMessage());
                        }
                    }
                    serve(member);
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("goodbye")));
                    System.out.println("serves");
                    ServerSocket server = new ServerSocket(port);
                    while (true) {
                        String word = answer(server.accept());
                        if (word.startsWith("block")) {
                            await(word);
                        } else if (word.startsWith("close")) {
                            await(word);
                            server.close();
                            await(word + "-done");
                            server = new ServerSocket(port);
                        }
                    }
                }
                static void await(String name) throws Exception {
                    try (var watch = files.getFileSystem().newWatchService()) {
                        files.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
                        while (!Files.exists(files.resolve(name))) {
                            watch.take().reset();
                        }
                    }
                }
                static void serve(ServerSocket server) {
                    Thread thread = new Thread(() -> {
                        try {
                            while (true) {
                                answer(server.accept());
                            }
                        } catch (Exception e) {
                            e.printStackTrace();
                        }
                    });
                    thread.setDaemon(true);
                    thread.start();
                }
                static String answer(Socket client) {
                    System.out.println("client at " + client.getInetAddress() + " " + (client.getPort() > 0));
                    try (client) {
                        String word = new java.io.BufferedReader(
                            new java.io.InputStreamReader(client.getInputStream())).readLine();
                        client.getOutputStream().write((PID + " " + client.getLocalPort()).getBytes());
                        return word == null ? "" : word;
                    } catch (java.io.IOException e) {
                        return "";
                    }
                }
            }
            """;

    /** In a campaign for longer than a worker may leave connections unanswered. */
    private static final long BLOCKED_NANOS =
            TimeUnit.MILLISECONDS.toNanos(Boolean.getBoolean("baton.campaign") ? 7_000 : 500);

    private int port;
    private Path files = Path.of("");

    @Test
    void portsAreSharedAndAWorkerThatDoesNotAcceptCostsNoClient(@TempDir Path directory) throws Exception {
        port = MasterCommand.freePort();
        files = Files.createDirectory(directory.resolve("files"));
        int inside = MasterCommand.freePort();
        int management = MasterCommand.freePort();
        int jmx = MasterCommand.freePort();
        int member = MasterCommand.freePort();
        MasterProcess master = new MasterCommand()
                .home(directory.resolve("h"))
                .start(
                        "--port",
                        port + ":" + inside,
                        "--own-ports",
                        member + "-" + (member + 9),
                        // A client of JMX keeps its connection for a while.
                        "--drain-budget",
                        "1s",
                        "--jvm-args",
                        "-Djava.rmi.server.hostname=127.0.0.1 -Dcom.sun.management.jmxremote.port=" + jmx
                                + " -Dcom.sun.management.jmxremote.authenticate=false"
                                + " -Dcom.sun.management.jmxremote.ssl=false",
                        ServerJar.of(directory, "group.jar", SOURCE).toString(),
                        "--",
                        String.valueOf(management),
                        String.valueOf(member),
                        files.toString());
        try (master) {
            master.await(Pattern.compile("\\| probed"), 2);
            assertThat(master.readyPids())
                    .as("workers that only looked whether the port is free")
                    .isEmpty();
            release("serve");
            master.awaitReady(2);
            master.await(Pattern.compile("\\| serves"), 2);
            // An event comes before its line in the log.
            master.await(Pattern.compile(" -> READY"));
            List<String> lines = master.output();
            assertThat(indexOf(lines, " READY")).isGreaterThan(indexOf(lines, "| serves"));
            assertThat(lines).anyMatch(line -> line.endsWith("| member " + member + ": Address already in use"));
            assertThat(lines).noneMatch(line -> line.endsWith("| epoll: true"));
            List<Integer> pids = master.readyPids();
            assertThat(askedPids(management)).containsExactlyInAnyOrderElementsOf(pids);
            assertThat(List.of(pid(ask(member, "")), pid(ask(member + 1, ""))))
                    .as("ports of their own")
                    .containsExactlyInAnyOrderElementsOf(pids);
            assertThat(ask(port, "")).as("the port that the server sees").endsWith(" " + port);
            for (int i = 0; i < 2; i++) {
                assertThat(overJmx(jmx)).isIn(pids);
            }
            blockedWorkersCostNothing(pids);
            closedSocketsCostNothing(pids);
            assertThat(master.events(WorkerEvent.Died.class)).isEmpty();
            assertThat(master.output())
                    .noneMatch(line -> line.contains("client at /0.0.0.0") || line.contains("at null"));

            Processes.kill(pids.get(0), Processes.SIGTERM);
            assertThat(master.awaitStep(pids.get(0), WorkerState.EXITED).reason())
                    .isEqualTo("exit code 0");
            master.await(Pattern.compile("\\| goodbye"));
            master.awaitReady(3);
            lines = master.output();
            assertThat(lines).anyMatch(line -> line.endsWith(" is replaced: SIGTERM"));
            assertThat(master.events(WorkerEvent.Died.class)).isEmpty();
        }
    }

    private void blockedWorkersCostNothing(List<Integer> pids) throws IOException {
        int blocked = pid(ask(port, "block-one"));
        long begin = System.nanoTime();
        do {
            assertThat(pid(ask(port, ""))).isNotEqualTo(blocked).isIn(pids);
        } while (System.nanoTime() - begin < BLOCKED_NANOS);
        assertThat(pid(ask(port, "block-two"))).isIn(pids).isNotEqualTo(blocked);
        for (int i = 0; i < 4; i++) {
            Socket gone = connect(port);
            gone.setSoLinger(true, 0);
            gone.close();
        }
        try (Socket waits = connect(port)) {
            waits.getOutputStream().write('\n');
            release("block-two");
            assertThat(pid(answer(waits))).isIn(pids).isNotEqualTo(blocked);
        }
        release("block-one");
        while (pid(ask(port, "")) != blocked) {
            Thread.onSpinWait();
        }
    }

    private void closedSocketsCostNothing(List<Integer> pids) throws IOException {
        int closed = pid(ask(port, "close"));
        List<Socket> waiting = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Socket client = connect(port);
            client.getOutputStream().write('\n');
            waiting.add(client);
        }
        release("close");
        for (Socket client : waiting) {
            assertThat(pid(answer(client))).isIn(pids).isNotEqualTo(closed);
            client.close();
        }
        release("close-done");
        while (pid(ask(port, "")) != closed) {
            Thread.onSpinWait();
        }
    }

    private void release(String name) throws IOException {
        Files.createFile(files.resolve(name));
    }

    private static int indexOf(List<String> lines, String part) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(part)) {
                return i;
            }
        }
        throw new AssertionError("no line with " + part);
    }

    @SuppressWarnings("BanJNDI")
    private static int overJmx(int port) throws IOException {
        JMXServiceURL url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi");
        try (JMXConnector connector = JMXConnectorFactory.connect(url)) {
            return (int) ManagementFactory.getPlatformMXBean(connector.getMBeanServerConnection(), RuntimeMXBean.class)
                    .getPid();
        }
    }

    private static Set<Integer> askedPids(int port) throws IOException {
        Set<Integer> pids = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            pids.add(pid(ask(port, "")));
        }
        return pids;
    }

    private static int pid(String answer) {
        return Integer.parseInt(answer.split(" ", -1)[0]);
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String ask(int port, String word) throws IOException {
        try (Socket client = connect(port)) {
            client.getOutputStream().write((word + "\n").getBytes(StandardCharsets.US_ASCII));
            return answer(client);
        }
    }

    private static String answer(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
