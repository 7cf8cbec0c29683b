package io.baton.agent.channel;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixSpawn;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;

/** A JVM with the packaged agent that runs {@link TinyServer}. Its descriptor 3 is the channel to this process. */
final class ServerProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String LIBRARY = "libjffi-1.2.so";

    private final Path directory;
    private final Fd socket;
    private final Fd itsEnd;
    private final int pid;
    private boolean reaped;

    private ServerProcess(Path directory, List<String> command) throws IOException {
        this.directory = directory;
        Fd[] pair = Libc.socketpair();
        socket = pair[0];
        try (Fd end = pair[1]) {
            itsEnd = PosixSpawn.outOfTheWay(end);
        }
        pid = new PosixSpawn(command, List.of("PATH=" + System.getenv("PATH"), "NODE_CHANNEL_FD=3"))
                .nullDevice(0)
                .appendTo(output().toString(), 1)
                .appendTo(error().toString(), 2)
                .pass(itsEnd, 3)
                .spawn();
    }

    static ServerProcess start(Path directory) throws IOException {
        String system = System.getProperty("os.arch").equals("aarch64") ? "aarch64-Linux" : "x86_64-Linux";
        try (InputStream library = ServerProcess.class.getResourceAsStream("/jni/" + system + "/" + LIBRARY)) {
            Files.copy(
                    Objects.requireNonNull(library), directory.resolve(LIBRARY), StandardCopyOption.REPLACE_EXISTING);
        }
        String java = System.getProperty(
                "baton.test.java",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        return new ServerProcess(
                directory,
                List.of(
                        java,
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-javaagent:" + Path.of("target", "agent.jar").toAbsolutePath() + "=library=" + directory,
                        "-cp",
                        Path.of("target", "test-classes").toAbsolutePath().toString(),
                        TinyServer.class.getName()));
    }

    /** This process's end of the channel. */
    Fd socket() {
        return socket;
    }

    /** The server's end. While it is readable, the server has not read all. */
    Fd itsEnd() {
        return itsEnd;
    }

    int pid() {
        return pid;
    }

    String written() throws IOException {
        return Files.readString(output());
    }

    List<String> complaints() throws IOException {
        return Files.readAllLines(error());
    }

    private Path output() {
        return directory.resolve("output");
    }

    private Path error() {
        return directory.resolve("error");
    }

    /** Waits for its end. Returns its exit code, or a negative signal number. */
    int exitStatus() {
        int status = Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Processes.waitpid(pid), result -> result != Processes.STILL_RUNNING);
        reaped = true;
        return (status & 0x7f) == 0 ? status >> 8 : -(status & 0x7f);
    }

    @Override
    public void close() {
        if (!reaped) {
            Processes.kill(pid, Processes.SIGKILL);
            int unused = exitStatus();
        }
        socket.close();
        itsEnd.close();
    }
}
