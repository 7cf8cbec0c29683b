package io.baton.master.output;

import io.baton.master.conductor.Conductor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one worker prints to both its outputs. Its lines are printed whole, each after the worker's name if it has one, and
 * the last of them are kept. The public methods are thread-safe and call back on the output thread.
 */
public final class WorkerOutput {

    /** How long children of a dead worker may still print. Without a limit they could keep descriptors open for ever. */
    private static final long CHILDREN_MS = 1_000;

    private final Conductor outputThread;
    private final LastLines lastLines = new LastLines();
    private final List<Pipe> pipes = new ArrayList<>();

    private final boolean named;

    /** Written by any thread. What is read after a change is printed with the new name. */
    private volatile byte[] prefix;

    // Output thread only.
    private @Nullable Predicate<byte[]> watcher;

    WorkerOutput(Conductor outputThread, @Nullable String name) {
        this.outputThread = outputThread;
        this.named = name != null;
        this.prefix = name == null ? Printer.NO_PREFIX : prefix(name);
    }

    /** Gives the worker another name from now on. */
    public void rename(String name) {
        if (named) {
            prefix = prefix(name);
        }
    }

    /**
     * Passes what the worker prints from now on to the watcher, one or more whole lines at a time, until the watcher
     * returns false.
     *
     * @param watcher called on the output thread; must not change the bytes
     * @param whenWatched called on the output thread before the first lines
     */
    public void watch(Predicate<byte[]> watcher, Runnable whenWatched) {
        outputThread.post(() -> {
            this.watcher = watcher;
            whenWatched.run();
        });
    }

    /**
     * The worker has exited. Reads what it has left in the pipes. Its children may print for another second; then the pipes
     * are closed, and a child that still prints gets SIGPIPE.
     *
     * @param report gets the last lines, the oldest first; called on the output thread
     */
    public void exited(Consumer<List<String>> report) {
        outputThread.post(() -> {
            pipes.forEach(Pipe::drain);
            report.accept(lastLines.lines());
            if (isOpen()) {
                outputThread.after(CHILDREN_MS, this::close);
            }
        });
    }

    /** Passes the last lines so far to the consumer, the oldest first, on the output thread. */
    public void lastLines(Consumer<List<String>> consumer) {
        outputThread.post(() -> consumer.accept(lastLines.lines()));
    }

    /** Adds one of its two outputs. On the output thread. */
    void add(Pipe pipe) {
        pipes.add(pipe);
    }

    /** Whether a process can still print here. On the output thread. */
    boolean isOpen() {
        return pipes.stream().anyMatch(Pipe::isOpen);
    }

    private void close() {
        drain();
        pipes.forEach(Pipe::close);
    }

    void drain() {
        pipes.forEach(Pipe::drain);
    }

    void print(byte[] lines, Printer printer) {
        lastLines.add(lines);
        if (watcher != null && !watcher.test(lines)) {
            watcher = null;
        }
        printer.printPatiently(prefix, lines);
    }

    private static byte[] prefix(String name) {
        return (name + " | ").getBytes(StandardCharsets.UTF_8);
    }
}
