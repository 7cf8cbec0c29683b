package io.baton.master.output;

import io.baton.master.conductor.Conductor;
import io.baton.master.config.GroupConfig;
import io.baton.protocol.posix.Fd;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pipes into which the workers print, and passes their lines on to a {@link Console} or to {@link LogFiles}. All
 * pipes are read on one thread, the output thread {@code baton-output}, which waits for no reader and no disk: a pipe whose
 * lines have nowhere to go is not read for a while, then its lines are lost. A worker prints on even if no program reads its
 * lines. The public methods are thread-safe.
 */
public final class Pipes {

    private final Console console;
    private final LogFiles files;
    private final Conductor outputThread = Conductor.start("baton-output");
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LineCutter.MAX_LINE);

    // Output thread only.
    private final List<WorkerOutput> workers = new ArrayList<>();

    /** Starts the thread of a master in the foreground. */
    public Pipes(Console console) {
        this(console, LogFiles.ofForeground());
    }

    /** Starts the thread. */
    public Pipes(Console console, LogFiles files) {
        this.console = console;
        this.files = files;
    }

    /**
     * Where the workers of an application print.
     *
     * @param workerNames whether a line on the master's own output begins with the name of its worker
     */
    public ApplicationOutput of(GroupConfig config, boolean workerNames) {
        return new ApplicationOutput(this, config, workerNames);
    }

    /** The files into which workers print. */
    public LogFiles files() {
        return files;
    }

    /** Runs this on a thread of its own choice when what the workers have printed before is in the files, or lost. */
    public void whenWritten(Runnable action) {
        outputThread.post(() -> files.whenWritten(action));
    }

    /** Waits for that, at most this long. Not on the output thread. */
    public void awaitWritten(long ms) {
        CountDownLatch written = new CountDownLatch(1);
        whenWritten(written::countDown);
        try {
            boolean unused = written.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Prints what the workers have printed so far and ends the threads. Not on the output thread.
     *
     * @param ms how long the reading, and the writing of files, may take
     */
    public void stop(long ms) {
        CountDownLatch drained = new CountDownLatch(1);
        outputThread.post(() -> {
            workers.forEach(WorkerOutput::drain);
            drained.countDown();
        });
        try {
            drained.await(ms, TimeUnit.MILLISECONDS);
            files.finish(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        outputThread.stop();
    }

    /**
     * Reads no pipe any more, until {@link #unfreeze}, and waits until all lines that were read or printed before are written.
     * Blocks; not on the output thread.
     *
     * @param ms how long the writing may take
     * @return false if it took longer; all pipes are read again then
     */
    public boolean freeze(long ms) {
        CountDownLatch written = new CountDownLatch(3);
        outputThread.post(() -> {
            workers.forEach(WorkerOutput::freeze);
            console.output().whenWritten(written::countDown);
            console.error().whenWritten(written::countDown);
            files.whenWritten(written::countDown);
        });
        boolean done = false;
        try {
            done = written.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!done) {
            unfreeze();
        }
        return done;
    }

    /** Reads the pipes again: this program goes on. */
    public void unfreeze() {
        outputThread.post(() -> workers.forEach(WorkerOutput::unfreeze));
    }

    /** Goes on with a worker of the program before, in the place of {@link #capture}. */
    WorkerOutput goOn(Route.Seat seat, Route toOutput, Route toError, OutputRemains remains) {
        WorkerOutput worker = new WorkerOutput(outputThread, seat);
        outputThread.post(() -> {
            workers.add(worker);
            worker.goOn(remains);
            goOn(worker, remains.output(), toOutput);
            goOn(worker, remains.error(), toError);
        });
        return worker;
    }

    /** Begins to read what a worker prints. */
    WorkerOutput capture(Route.Seat seat, Route toOutput, @Nullable Fd output, Route toError, @Nullable Fd error) {
        WorkerOutput worker = new WorkerOutput(outputThread, seat);
        outputThread.post(() -> {
            workers.removeIf(earlier -> !earlier.isOpen());
            workers.add(worker);
            open(worker, output, toOutput);
            open(worker, error, toError);
        });
        return worker;
    }

    Sink console(Printed which) {
        return which == Printed.OUT ? console.output() : console.error();
    }

    private void open(WorkerOutput worker, @Nullable Fd end, Route route) {
        if (end != null) {
            open(worker, end, route, new LineCutter(lines -> worker.print(lines, route)));
        }
    }

    private void goOn(WorkerOutput worker, PipeRemains remains, Route route) {
        if (remains.isOpen()) {
            LineCutter cutter = new LineCutter(lines -> worker.print(lines, route));
            cutter.goOn(Base64.getDecoder().decode(remains.begun()));
            open(worker, Fd.own(remains.descriptor()), route, cutter);
        }
    }

    private void open(WorkerOutput worker, Fd end, Route route, LineCutter cutter) {
        worker.add(Pipe.open(outputThread, end, buffer, cutter, () -> worker.backlog(route)), route);
    }
}
