package io.baton.bench.load.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs wrk: one thread, 64 connections, each asking again as soon as it was answered. A closed loop measures what a
 * request costs, and how many there can be; for how long one waits it is the wrong tool.
 */
public final class Wrk {

    private static final int CONNECTIONS = 64;

    private Wrk() {}

    /**
     * One run against {@code GET /}.
     *
     * @param newConnections whether every request comes on a connection of its own
     */
    public static WrkOutput run(int port, Duration duration, boolean newConnections)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("wrk", "-t1", "-c" + CONNECTIONS, "-d" + duration.toSeconds() + "s", "--timeout", "5s"));
        if (newConnections) {
            command.addAll(List.of("-H", "Connection: close"));
        }
        command.add("http://127.0.0.1:" + port + "/");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException("wrk ended with " + status + ": " + output);
            }
            return WrkOutput.parse(output);
        } finally {
            process.destroy();
        }
    }
}
