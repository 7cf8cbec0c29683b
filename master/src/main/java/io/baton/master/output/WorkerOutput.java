package io.baton.master.output;

import io.baton.master.conductor.Conductor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one worker prints to both its outputs. Its lines are passed on whole, and the last of them are kept. The public methods
 * are thread-safe and call back on the output thread.
 */
public final class WorkerOutput {

    /** How long children of a dead worker may still print. Without a limit they could keep descriptors open for ever. */
    private static final long CHILDREN_MS = 1_000;

    private static final OutputRemains NOTHING = new OutputRemains(PipeRemains.NONE, PipeRemains.NONE, List.of());

    private final Conductor outputThread;
    private final LastLines lastLines = new LastLines();
    private final List<Pipe> pipes = new ArrayList<>();

    private final List<Route> routes = new ArrayList<>();

    /** Written by any thread. What is read after a change is printed for the new place. */
    private volatile Route.Seat seat;

    // Output thread only.
    private @Nullable Predicate<byte[]> watcher;
    private boolean exited;

    /** Written on the output thread, read when that has frozen the output. */
    private volatile OutputRemains remains = NOTHING;

    WorkerOutput(Conductor outputThread, Route.Seat seat) {
        this.outputThread = outputThread;
        this.seat = seat;
    }

    /**
     * The worker has another place from now on.
     *
     * @param slot the number of its slot
     * @param name of the worker in the log
     */
    public void sit(int slot, String name) {
        seat = new Route.Seat(slot, name);
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
            exited = true;
            pipes.forEach(Pipe::drain);
            report.accept(lastLines.lines());
            if (isOpen()) {
                outputThread.after(CHILDREN_MS, this::close);
            } else {
                routes.forEach(Route::end);
            }
        });
    }

    /** Passes the last lines so far to the consumer, the oldest first, on the output thread. */
    public void lastLines(Consumer<List<String>> consumer) {
        outputThread.post(() -> consumer.accept(lastLines.lines()));
    }

    /**
     * What the next program in this process needs to go on with the output. Only after {@link Pipes#freeze}, before anything is
     * thawed; any thread may call.
     */
    public OutputRemains remains() {
        return remains;
    }

    /** Adds one of its two outputs. On the output thread. */
    void add(Pipe pipe, Route route) {
        pipes.add(pipe);
        routes.add(route);
        // Now, and not with the first line: its file is there, so that it can be followed.
        route.backlog(seat);
    }

    /** Whether a process can still print here. On the output thread. */
    boolean isOpen() {
        return pipes.stream().anyMatch(Pipe::isOpen);
    }

    /** Reads no more. A dead worker's children print into no pipe that this program leaves open. On the output thread. */
    void freeze() {
        if (exited) {
            close();
        }
        PipeRemains[] frozen = {PipeRemains.NONE, PipeRemains.NONE};
        for (int i = 0; i < pipes.size(); i++) {
            frozen[routes.get(i).which() == Printed.OUT ? 0 : 1] = pipes.get(i).freeze();
        }
        remains = new OutputRemains(frozen[0], frozen[1], lastLines.lines());
    }

    /** Reads again. On the output thread. */
    void unfreeze() {
        pipes.forEach(Pipe::unfreeze);
    }

    /** Keeps the last lines that the program before has read. On the output thread. */
    void goOn(OutputRemains before) {
        lastLines.keep(before.lastLines());
    }

    private void close() {
        drain();
        pipes.forEach(Pipe::close);
        routes.forEach(Route::end);
    }

    void drain() {
        pipes.forEach(Pipe::drain);
    }

    void print(byte[] lines, Route route) {
        lastLines.add(lines);
        if (watcher != null && !watcher.test(lines)) {
            watcher = null;
        }
        route.print(seat, lines);
    }

    Backlog backlog(Route route) {
        return route.backlog(seat);
    }
}
