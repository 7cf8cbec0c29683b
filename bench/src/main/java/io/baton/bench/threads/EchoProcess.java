package io.baton.bench.threads;

import io.baton.bench.load.WhereOptions;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixSpawn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that sends back what it receives on descriptor 3, until that ends. */
public final class EchoProcess {

    /** The length of a message. */
    static final int BYTES = 64;

    private static final int CHANNEL = 3;

    private EchoProcess() {}

    /**
     * Starts it.
     *
     * @param end its end of the pair, which this process gives up
     * @return its pid, the caller's to end and to wait for
     */
    static int start(Fd end) throws IOException {
        List<String> environment = new ArrayList<>();
        System.getenv().forEach((name, value) -> environment.add(name + "=" + value));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "-cp",
                WhereOptions.benchJar().toString(),
                EchoProcess.class.getName());
        try (end;
                Fd passed = PosixSpawn.outOfTheWay(end)) {
            return new PosixSpawn(command, environment)
                    .nullDevice(0)
                    .pass(passed, CHANNEL)
                    .spawn();
        }
    }

    /** Sends back whole messages. */
    public static void main(String[] arguments) throws IOException {
        ByteBuffer message = ByteBuffer.allocateDirect(BYTES);
        try (Fd channel = Fd.own(CHANNEL)) {
            while (Libc.receive(channel, message.clear()) == BYTES) {
                requireAll("send", Libc.send(channel, message.clear()));
            }
        }
    }

    /** A message is small enough to be sent and received whole. */
    static void requireAll(String what, int count) throws IOException {
        if (count != BYTES) {
            throw new IOException(what + ": " + count + " (expected: " + BYTES + " bytes)");
        }
    }
}
