package io.baton.master.output;

import io.baton.master.conductor.Conductor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one worker prints, to both its outputs: given on in whole lines, after its name if it has one, the last of them kept. The methods may be called on
 * any thread, and call back on the output thread.
 */
public final class WorkerOutput {

    /** Children of a worker that print after its end are heard for so long, and would keep descriptors open for ever. */
    private static final long CHILDREN_MS = 1_000;

    private final Conductor outputThread;
    private final LastLines lastLines = new LastLines();
    private final List<Pipe> pipes = new ArrayList<>();

    private final boolean named;

    /** Any thread's: what is read after a change has the new name. */
    private volatile byte[] prefix;

    // The output thread's.
    private @Nullable Predicate<byte[]> watcher;

    WorkerOutput(Conductor outputThread, @Nullable String name) {
        this.outputThread = outputThread;
        this.named = name != null;
        this.prefix = name == null ? Printer.NO_PREFIX : prefix(name);
    }

    /** The worker is called that from now on. */
    public void rename(String name) {
        if (named) {
            prefix = prefix(name);
        }
    }

    /**
     * Shows what is printed from now on, one or more whole lines at a time, until the watcher says false.
     *
     * @param watcher called on the output thread; must not change the bytes
     * @param whenWatched called on the output thread before anything is shown
     */
    public void watch(Predicate<byte[]> watcher, Runnable whenWatched) {
        outputThread.post(() -> {
            this.watcher = watcher;
            whenWatched.run();
        });
    }

    /**
     * The worker has exited: reads what it still printed, and does not wait for children of its that may go on printing. They
     * are heard for another second; then the pipes are closed, and who prints there gets SIGPIPE.
     *
     * @param report gets the last lines of all, the oldest first; called on the output thread
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

    /** The last lines so far, the oldest first; the consumer is called on the output thread. */
    public void lastLines(Consumer<List<String>> consumer) {
        outputThread.post(() -> consumer.accept(lastLines.lines()));
    }

    /** Adds one of its outputs; on the output thread. */
    void add(Pipe pipe) {
        pipes.add(pipe);
    }

    /** Whether somebody can still print here; on the output thread. */
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
