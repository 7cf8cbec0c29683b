package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real master from the packaged jar, on a port of its own and with a home of its own, in a session of its own. Closing it
 * ends it with all its workers and fails if a process or a file is left.
 */
public final class MasterProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern LISTENING = Pattern.compile("listening on http://\\S+:(\\d+)");
    private static final Pattern READY = Pattern.compile("(worker|spare) \\d+ \\(pid (\\d+)\\) ONLINE -> READY");

    private final Process process;
    private final Path home;
    private final boolean ownsHome;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private MasterProcess(Process process, Path home, boolean ownsHome) {
        this.process = process;
        this.home = home;
        this.ownsHome = ownsHome;
        Thread reader = new Thread(this::read, "master-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** The JVM under test: {@code -Dbaton.test.java}. */
    public static String java() {
        return System.getProperty(
                "baton.test.java",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    public static Path jar() {
        Path jar = Path.of("target", "master.jar").toAbsolutePath();
        assertThat(jar).as("packaged master; run mvn package").exists();
        return jar;
    }

    /** Two workers on a free port, and no archive training unless asked for; waits until all are ready. */
    public static MasterProcess ready(String... options) {
        MasterProcess master = start(options);
        master.awaitReady(2);
        return master;
    }

    /** As {@link #ready}, without waiting. */
    public static MasterProcess start(String... options) {
        return start(temporaryHome(), true, jar(), Map.of(), options);
    }

    public static MasterProcess start(
            Path home, boolean ownsHome, Path jar, Map<String, String> environment, String... options) {
        List<String> command = new ArrayList<>(List.of("setsid", java(), "-jar", jar.toString(), "run", "--port", "0"));
        List<String> given = List.of(options);
        if (!given.contains("-i")) {
            command.addAll(List.of("-i", "2"));
        }
        if (!given.contains("--spares")) {
            command.addAll(List.of("--spares", "0"));
        }
        if (!given.contains("--archive")) {
            command.addAll(List.of("--archive", "off"));
        }
        command.addAll(given);
        return new MasterProcess(launch(home, environment, command), home, ownsHome);
    }

    public static Process launch(Path home, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("PORT", "WEB_CONCURRENCY"));
        builder.environment().put("BATON_HOME", home.toString());
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public static Path temporaryHome() {
        try {
            return Files.createTempDirectory("baton-it-");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Its pid: setsid(1) executes the JVM in place when it need not fork. */
    public int pid() {
        return (int) process.pid();
    }

    public int port() {
        return Integer.parseInt(await(LISTENING).group(1));
    }

    /** Waits until so many workers have become ready since the start, dead ones included. */
    public void awaitReady(int times) {
        awaitOutput(all -> readyPids(all).size() >= times, times + " workers ready");
    }

    /** The pids that became ready, in order. */
    public List<Integer> readyPids() {
        return readyPids(output());
    }

    /** Pids of its children, as the kernel sees them. */
    public List<Integer> children() {
        return Proc.children(pid());
    }

    public Matcher await(Pattern pattern) {
        awaitOutput(all -> all.stream().anyMatch(line -> pattern.matcher(line).find()), "line with " + pattern);
        for (String line : output()) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher;
            }
        }
        throw new AssertionError();
    }

    /** Lets time pass in which nobody is to die: the time itself is what is tested. */
    void awaitQuiet(Duration time) {
        int dead = deaths();
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> deaths() == dead);
    }

    private int deaths() {
        return (int)
                output().stream().filter(line -> line.contains("-> EXITED")).count();
    }

    public List<String> output() {
        synchronized (lines) {
            return new ArrayList<>(lines);
        }
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

    @Override
    public void close() {
        List<Integer> workers = children();
        process.destroyForcibly();
        exitCode(LIMIT);
        workers.forEach(pid -> Proc.awaitGone(pid, Duration.ofSeconds(5)));
        if (ownsHome) {
            deleteTree(home);
        }
    }

    public static void deleteTree(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitOutput(Predicate<List<String>> condition, String what) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        synchronized (lines) {
            while (!condition.test(lines)) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                assertThat(left > 0 && !ended)
                        .as("%s; output so far: %s", what, lines)
                        .isTrue();
                try {
                    lines.wait(left);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // Its end was closed with it.
        }
        synchronized (lines) {
            ended = true;
            lines.notifyAll();
        }
    }

    private static List<Integer> readyPids(List<String> output) {
        List<Integer> pids = new ArrayList<>();
        for (String line : output) {
            Matcher matcher = READY.matcher(line);
            if (matcher.find()) {
                pids.add(Integer.parseInt(matcher.group(2)));
            }
        }
        return pids;
    }
}
