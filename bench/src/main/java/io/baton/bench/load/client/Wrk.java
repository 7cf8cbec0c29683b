package io.baton.bench.load.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * wrk with one thread. Each of its connections sends the next request as soon as the last one was answered. Such a closed
 * loop measures the cost and the number of requests, but not how long a client waits.
 *
 * @param connections at once
 * @param newConnections whether every request comes on a connection of its own
 */
public record Wrk(int connections, boolean newConnections) {

    private static final int USUAL = 64;

    /** With 64 connections. */
    public static Wrk usual(boolean newConnections) {
        return new Wrk(USUAL, newConnections);
    }

    /** One run against {@code GET /}. */
    public WrkOutput run(int port, Duration duration) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("wrk", "-t1", "-c" + connections, "-d" + duration.toSeconds() + "s", "--timeout", "5s"));
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
            process.destroyForcibly();
        }
    }
}
