package io.baton.bench.load.contender;

import io.baton.bench.load.client.ClientConnection;
import io.baton.bench.load.figure.Memory;
import io.baton.bench.load.figure.ProcessTree;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A contender that runs, with all the processes it started. {@link #close} ends them, each by its own handle.
 */
public final class Server implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(20);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final int port;
    private final Process process;
    private final Reload reload;
    private final Path output;
    private final long startedAtNanos;

    private Server(String name, int port, Process process, Reload reload, Path output, long startedAtNanos) {
        this.name = name;
        this.port = port;
        this.process = process;
        this.reload = reload;
        this.output = output;
        this.startedAtNanos = startedAtNanos;
    }

    /** Starts a contender on a free port, and does not wait until it answers. */
    public static Server start(Contender contender, Path workplace) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(workplace, contender.name() + "-");
        int port = freePort();
        return start(contender.name(), contender.prepare(port, directory), port, directory);
    }

    static Server start(String name, Launch launch, int port, Path directory) throws IOException {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(launch.command())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(launch.environment());
        long now = System.nanoTime();
        Process process = builder.start();
        return new Server(name, port, process, new Reload(launch, process.toHandle(), directory), output, now);
    }

    /** The contender's name. */
    public String name() {
        return name;
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** What it and its workers wrote so far. */
    public String output() throws IOException {
        return Files.readString(output);
    }

    /** Waits for the first answer, trying each millisecond. Returns how long after the start it came. */
    public Duration awaitAnswer() throws IOException, InterruptedException {
        while (true) {
            try {
                ClientConnection.getOnce(port, "/", PATIENCE).requireOk();
                return Duration.ofNanos(System.nanoTime() - startedAtNanos);
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() - startedAtNanos > LONGEST_START.toNanos()) {
                    throw new IOException(name + " does not answer: " + e.getMessage() + "\n" + output(), e);
                }
                Thread.sleep(1);
            }
        }
    }

    /** Waits until so many different processes have answered as it has workers, for servers whose workers start one by one. */
    public void awaitWorkers(int workers) throws IOException, InterruptedException {
        Set<Long> answered = new HashSet<>();
        while (answered.size() < workers) {
            answered.add(
                    ClientConnection.getOnce(port, "/", PATIENCE).requireOk().pid());
            if (System.nanoTime() - startedAtNanos > LONGEST_START.toNanos()) {
                throw new IOException(name + ": " + answered.size() + " workers answer (expected: " + workers + ")");
            }
            Thread.sleep(1);
        }
    }

    /** Processor time of all its processes that live, since their starts. */
    public long cpuMicros() throws IOException {
        return ProcessTree.cpuMicros(process.pid());
    }

    /** Processor time of its first process alone, since its start: a master's, if it has one. */
    public long rootCpuMicros() {
        return ProcessTree.cpuMicrosOfRoot(process.pid());
    }

    /** Memory of all its processes. */
    public Memory memory() throws IOException {
        return ProcessTree.memory(process.pid());
    }

    /**
     * Has it replace its workers. Returns how long it took until the command had ended and no earlier worker was left.
     *
     * @throws IOException if the command fails, or an earlier worker is left after a minute
     */
    public Duration reload() throws IOException, InterruptedException {
        return reload.run();
    }

    /** Kills one of its processes (SIGKILL); no other pid is touched. */
    public void killWorker(long pid) throws IOException {
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            ProcessHandle worker = descendants
                    .filter(descendant -> descendant.pid() == pid)
                    .findAny()
                    .orElseThrow(() -> new IOException(pid + " is no worker of " + name));
            worker.destroyForcibly();
        }
    }

    /** SIGTERM, and SIGKILL for what is left after five seconds. */
    @Override
    public void close() throws InterruptedIOException {
        List<ProcessHandle> all = tree();
        try {
            end(all);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(name + " was not waited for");
        } finally {
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private void end(List<ProcessHandle> all) throws InterruptedException {
        process.destroy();
        long end = System.nanoTime() + LONGEST_STOP.toNanos();
        if (!process.waitFor(LONGEST_STOP.toNanos(), TimeUnit.NANOSECONDS)) {
            all.addAll(tree());
        }
        while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        all.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
    }

    private List<ProcessHandle> tree() {
        List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            descendants.forEach(all::add);
        }
        return all;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
