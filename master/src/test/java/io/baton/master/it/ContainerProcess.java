package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A master as process 1 of namespaces of its own, in the file system of the image ({@code container/run.sh}). It has no home,
 * so there is no control socket: what it does is seen from outside. Closing it ends it with all that it started.
 */
final class ContainerProcess implements AutoCloseable {

    /** Where the master is in the tree, with its library beside it. */
    static final String IMAGE_JAR = "/opt/baton/master.jar";

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern LISTENING = Pattern.compile("listening on http://localhost:(\\d+)");

    private static final Pattern ADMIN = Pattern.compile("metrics, health and events on http://[^ ]*:(\\d+);");

    private final Process process;
    private final OutputLines lines;
    private final int master;

    private ContainerProcess(Process process) {
        this.process = process;
        this.lines = OutputLines.of(process.getInputStream(), LIMIT);
        this.master = await().atMost(LIMIT)
                .failFast("run.sh has ended", () -> !process.isAlive())
                .until(() -> java(process), pid -> pid > 0);
    }

    /**
     * Starts it with standard input closed, on a free port.
     *
     * @param variables of {@code run.sh}
     * @param jar in the tree
     * @param options of {@code run}
     */
    static ContainerProcess start(Path tree, Map<String, String> variables, String jar, String... options)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "--port", "0"));
        arguments.addAll(List.of(options));
        return start(tree, variables, jar, arguments);
    }

    /** The same with all arguments. */
    static ContainerProcess start(Path tree, Map<String, String> variables, String jar, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "sh", "-c", "exec \"$@\" <&-", "sh", script("run.sh"), tree.toString(), "/opt/java/bin/java", "-jar"));
        command.add(jar);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(variables);
        return new ContainerProcess(builder.start());
    }

    /** A script of the container's. */
    static String script(String name) {
        return Path.of("container", name).toAbsolutePath().toString();
    }

    /** Its pid as the machine sees it. */
    int master() {
        return master;
    }

    int port() {
        return Integer.parseInt(lines.await(LISTENING, 1).group(1));
    }

    int adminPort() {
        return Integer.parseInt(lines.await(ADMIN, 1).group(1));
    }

    /** Waits until so many workers have become ready. */
    void awaitReady(int times) {
        lines.await(Pattern.compile("^\\S+ \\S+ INFO  worker .* ONLINE -> READY"), times);
    }

    /** The line that says how many workers there are, and why. */
    String startLine() {
        return lines.await(Pattern.compile("workers \\d+, spares \\d+ \\(.*\\)"), 1)
                .group();
    }

    List<String> output() {
        return lines.soFar();
    }

    /** The workers, as the machine sees them. */
    List<Integer> workers() {
        return Proc.children(master);
    }

    /** Which user runs it, and whether it may get more rights (proc(5), status). */
    String status(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(master), "status")).stream()
                .filter(line -> line.startsWith(field + ":"))
                .findFirst()
                .orElseThrow()
                .substring(field.length() + 1)
                .strip();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("ended; output so far: %s", lines.soFar())
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            Proc.signal(master, Processes.SIGKILL);
        }
        try {
            // With process 1 the kernel ends all others of its namespace.
            exitCode();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        lines.close();
    }

    /** Process 1 of the namespace, once it runs Java; before that it is the script. */
    private static int java(Process process) {
        return Proc.children((int) process.pid()).stream()
                .filter(ContainerProcess::isJava)
                .findFirst()
                .orElse(0);
    }

    private static boolean isJava(int pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", String.valueOf(pid), "exe"))
                    .endsWith("java");
        } catch (IOException e) {
            return false;
        }
    }
}
