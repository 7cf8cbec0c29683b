package io.baton.master.output;

import io.baton.master.conductor.Conductor;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Processes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The master's standard output and error, for its own lines and those of its workers, which stay whole. Workers' pipes are
 * read on one thread, {@code baton-output}, which waits a little for a slow reader of the master's output and then lets
 * lines go: no worker stands still because nobody reads what it prints.
 */
public final class Console {

    private final Printer output;
    private final Printer error;
    private final Conductor outputThread = Conductor.start("baton-output");
    private final PrintStream outBefore = System.out;
    private final PrintStream errBefore = System.err;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LineCutter.MAX_LINE);

    // The output thread's.
    private final List<WorkerOutput> workers = new ArrayList<>();

    private Console(Fd output, Fd error) {
        this.output = new Printer("standard output", output);
        this.error = new Printer("standard error", error);
    }

    /**
     * Starts the thread.
     *
     * @param output where standard output goes, borrowed
     * @param error where standard error goes, borrowed
     */
    public static Console start(Fd output, Fd error) {
        return new Console(output, error);
    }

    /** A console with this process' own two outputs, to which {@link System#out} and {@link System#err} go from now on. */
    public static Console ofThisProcess() {
        // Fails here if native calls do not work, and not later, where nobody could say so.
        Processes.pid();
        Console console = start(Fd.own(1), Fd.own(2));
        System.setOut(new PrintStream(new Lines(console.output), true));
        System.setErr(new PrintStream(new Lines(console.error), true));
        return console;
    }

    /**
     * Begins to read what a worker prints.
     *
     * @param name stands before each of its lines; null for lines as they are
     * @param outputEnd of the pipe that is its standard output, non-blocking; owned by the console from here on; null if what
     *     it prints is of no interest
     * @param errorEnd the same for its standard error
     */
    public WorkerOutput capture(@Nullable String name, @Nullable Fd outputEnd, @Nullable Fd errorEnd) {
        WorkerOutput worker = new WorkerOutput(outputThread, name);
        outputThread.post(() -> {
            workers.removeIf(earlier -> !earlier.isOpen());
            workers.add(worker);
            open(worker, outputEnd, output);
            open(worker, errorEnd, error);
        });
        return worker;
    }

    /**
     * Writes what was printed so far, ends the threads, and gives back what it took over. Off the output thread.
     *
     * @param ms how long the writing may take
     */
    public void stop(long ms) {
        System.setOut(outBefore);
        System.setErr(errBefore);
        try {
            CountDownLatch drained = new CountDownLatch(1);
            outputThread.post(() -> {
                workers.forEach(WorkerOutput::drain);
                drained.countDown();
            });
            drained.await(ms, TimeUnit.MILLISECONDS);
            output.finish(ms);
            error.finish(ms);
            outputThread.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void open(WorkerOutput worker, @Nullable Fd end, Printer printer) {
        if (end != null) {
            worker.add(Pipe.open(outputThread, end, buffer, new LineCutter(lines -> worker.print(lines, printer))));
        }
    }

    /** What this process prints, given on whole whenever it is flushed, which is after each line or group of them. */
    private static final class Lines extends ByteArrayOutputStream {

        private final Printer printer;

        Lines(Printer printer) {
            this.printer = printer;
        }

        @Override
        public synchronized void flush() {
            if (count > 0) {
                printer.print(toByteArray());
                reset();
            }
        }
    }
}
