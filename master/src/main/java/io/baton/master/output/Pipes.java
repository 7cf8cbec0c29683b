package io.baton.master.output;

import io.baton.master.conductor.Conductor;
import io.baton.protocol.posix.Fd;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pipes into which the workers print, and prints their lines on a {@link Console}. All pipes are read on one
 * thread, the output thread {@code baton-output}. It waits a little when the reader of the master's output is slow; then
 * lines are lost. A worker prints on even if no program reads its lines. The public methods are thread-safe.
 */
public final class Pipes {

    private final Console console;
    private final Conductor outputThread = Conductor.start("baton-output");
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LineCutter.MAX_LINE);

    // Output thread only.
    private final List<WorkerOutput> workers = new ArrayList<>();

    /** Starts the thread. */
    public Pipes(Console console) {
        this.console = console;
    }

    /**
     * Begins to read what a worker prints.
     *
     * @param name stands before each of its lines; null for none
     * @param output our end of the pipe that is its standard output, non-blocking, owned by the output thread from here on;
     *     null if its standard output is no pipe
     * @param error the same for its standard error
     */
    public WorkerOutput capture(@Nullable String name, @Nullable Fd output, @Nullable Fd error) {
        WorkerOutput worker = new WorkerOutput(outputThread, name);
        outputThread.post(() -> {
            workers.removeIf(earlier -> !earlier.isOpen());
            workers.add(worker);
            open(worker, output, console.output());
            open(worker, error, console.error());
        });
        return worker;
    }

    /**
     * Prints what the workers have printed so far and ends the thread. Not on the output thread.
     *
     * @param ms how long the reading may take
     */
    public void stop(long ms) {
        CountDownLatch drained = new CountDownLatch(1);
        outputThread.post(() -> {
            workers.forEach(WorkerOutput::drain);
            drained.countDown();
        });
        try {
            drained.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        outputThread.stop();
    }

    private void open(WorkerOutput worker, @Nullable Fd end, Printer printer) {
        if (end != null) {
            worker.add(Pipe.open(outputThread, end, buffer, new LineCutter(lines -> worker.print(lines, printer))));
        }
    }
}
