package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each worker has arguments of its own, and its share of the group's memory and processors. */
final class SlotArgumentsIT {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void eachJvmHasADebuggersPortAndAShareOfTheHeap() throws IOException {
        int port = freePorts(3);
        String debugger = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:{{index+" + port
                + "}}" + " -XX:+PrintCommandLineFlags";
        try (MasterProcess master = new MasterCommand()
                .environment("ACCESS", "access-{{index}}.log")
                .start("--heap-total", "201m", "--jvm-args", debugger)) {
            master.awaitReady(2);
            for (int slot = 1; slot <= 2; slot++) {
                int pid = master.awaitCreated("worker " + slot, 1);
                awaitHeap(master, slot, 100);
                assertThat(environment(pid)).contains("ACCESS=access-" + (slot - 1) + ".log");
                new Socket(InetAddress.getLoopbackAddress(), port + slot - 1).close();
            }
            Proc.signal(master.pid(), Processes.SIGTTIN);
            master.awaitReady(3);
            awaitHeap(master, 3, 67);
            int killed = master.awaitCreated("worker 1", 1);
            Proc.signal(killed, Processes.SIGKILL);
            int successor = master.awaitCreated("worker 1", 2);
            master.awaitReady(4);
            awaitHeap(master, 1, 67);
            assertThat(environment(successor)).contains("ACCESS=access-0.log");
        }
    }

    @Test
    void eachNodeHasArgumentsOfItsOwnAndAShareOfTheHeap() throws IOException {
        Path program = Files.writeString(
                directory.resolve("app.js"),
                """
                console.log(process.execArgv.join(' '), process.argv.slice(2).join(' '));
                require('http').createServer((_, s) => s.end('x')).listen(0);
                """);
        try (MasterProcess master = MasterProcess.start(
                "--heap-total",
                "128m",
                "--node-args",
                "--report-filename=node-{{index}}.json",
                program.toString(),
                "--",
                "--log={{name}}-{{index+1}}")) {
            master.awaitReady(2);
            master.await(
                    Pattern.compile("worker 2 \\| --max-old-space-size=64 --report-filename=node-1.json --log=app-2"));
        }
    }

    /** The first of so many ports in a row that are free, and that the kernel gives no client. */
    private static int freePorts(int number) {
        for (int attempt = 0; attempt < 100; attempt++) {
            int first = 20_000 + ThreadLocalRandom.current().nextInt(10_000);
            List<ServerSocket> held = new ArrayList<>();
            try {
                for (int i = 0; i < number; i++) {
                    held.add(new ServerSocket(first + i));
                }
                return first;
            } catch (IOException e) {
                // One of them is in use.
            } finally {
                held.forEach(SlotArgumentsIT::close);
            }
        }
        throw new AssertionError("no ports");
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitHeap(MasterProcess master, int slot, long megabytes) {
        master.await(Pattern.compile("worker " + slot + " \\| .*-XX:MaxHeapSize=" + (megabytes << 20) + " .*"));
    }

    private static List<String> environment(int pid) throws IOException {
        return strings(pid, "environ");
    }

    private static List<String> strings(int pid, String file) throws IOException {
        String text = new String(Files.readAllBytes(Path.of("/proc", "" + pid, file)), StandardCharsets.UTF_8);
        return List.of(text.split("\0", -1));
    }
}
