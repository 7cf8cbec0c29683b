package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A real master in a session of its own, as {@link MasterCommand} started it. Closing it ends it with all its workers and
 * fails if a process or a file is left.
 */
public final class MasterProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LEAVING = Duration.ofSeconds(5);
    private static final Pattern LISTENING = Pattern.compile("listening on \\S+:(\\d+)");
    private static final Pattern READY = Pattern.compile("(worker|spare) \\d+ \\(pid (\\d+)\\) ONLINE -> READY");

    private final Process process;
    private final OutputLines lines;
    private final Runnable cleanUp;

    /**
     * A master that runs.
     *
     * @param cleanUp what is to be done after its end
     */
    MasterProcess(Process process, Runnable cleanUp) {
        this.process = process;
        this.cleanUp = cleanUp;
        this.lines = OutputLines.of(process.getInputStream(), LIMIT);
    }

    /** Two workers on a free port with the usual options and these; waits until all are ready. */
    public static MasterProcess ready(String... options) {
        MasterProcess master = start(options);
        master.awaitReady(2);
        return master;
    }

    /** As {@link #ready}, without waiting. */
    public static MasterProcess start(String... options) {
        return new MasterCommand().start(options);
    }

    public int pid() {
        return (int) process.pid();
    }

    public int port() {
        return Integer.parseInt(await(LISTENING).group(1));
    }

    /** Waits until so many workers have become ready since the start, dead ones included. */
    public void awaitReady(int times) {
        lines.await(READY, times);
    }

    /** The pids that became ready, in order. */
    public List<Integer> readyPids() {
        List<Integer> pids = new ArrayList<>();
        for (String line : output()) {
            Matcher matcher = READY.matcher(line);
            if (matcher.find()) {
                pids.add(Integer.parseInt(matcher.group(2)));
            }
        }
        return pids;
    }

    /** Pids of its children, as the kernel sees them. */
    public List<Integer> children() {
        return Proc.children(pid());
    }

    /** Waits for the first line with this. */
    public Matcher await(Pattern pattern) {
        return await(pattern, 1);
    }

    /** Waits for the n-th line with this. */
    public Matcher await(Pattern pattern, int n) {
        return lines.await(pattern, n);
    }

    /** What it and its workers have said so far. */
    public List<String> output() {
        return lines.soFar();
    }

    /** Whether it has not ended yet. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end. */
    public int exitCode(Duration limit) {
        try {
            assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                    .as("master ends within %s; its output: %s", limit, output())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Breaks the pipe that it writes its log to. */
    void stopListening() {
        lines.close();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        exitCode(LIMIT);
        Awaitility.await("end of all processes").atMost(LEAVING).until(() -> Proc.session(pid())
                .isEmpty());
        cleanUp.run();
    }
}
