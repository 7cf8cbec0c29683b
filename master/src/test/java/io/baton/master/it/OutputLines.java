package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The output of a process, line by line. A thread of its own reads it. */
final class OutputLines implements AutoCloseable {

    private final InputStream stream;
    private final Duration limit;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private OutputLines(InputStream stream, Duration limit) {
        this.stream = stream;
        this.limit = limit;
    }

    /**
     * Begins to read.
     *
     * @param limit how long {@link #await} waits
     */
    static OutputLines of(InputStream stream, Duration limit) {
        OutputLines lines = new OutputLines(stream, limit);
        Thread reader = new Thread(lines::read, "output-lines");
        reader.setDaemon(true);
        reader.start();
        return lines;
    }

    /** Waits for the n-th line with this; fails at the end of the output. */
    synchronized Matcher await(Pattern pattern, int n) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (found(pattern).size() < n) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            assertThat(left > 0 && !ended)
                    .as("line %d with %s; output so far: %s", n, pattern, lines)
                    .isTrue();
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return found(pattern).get(n - 1);
    }

    /** Waits until all is read that a process which has ended has written. Another process may still hold the stream. */
    synchronized void awaitEnd(Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        try {
            for (long left = most.toMillis(); !ended && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    synchronized List<String> soFar() {
        return new ArrayList<>(lines);
    }

    /** Reads no more. A process that writes on gets EPIPE. */
    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<Matcher> found(Pattern pattern) {
        return lines.stream().map(pattern::matcher).filter(Matcher::find).toList();
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            // Its end was closed with it.
        }
        end();
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}
