package io.baton.master.output;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The way of one of a worker's two outputs to where its lines are written. Output thread only. */
final class Route {

    private final ApplicationOutput application;
    private final Printed which;
    private final int pid;

    private @Nullable Seat seat;
    private @Nullable Sink sink;
    private @Nullable LineStyle style;

    /**
     * Which place in the application a worker has.
     *
     * @param slot its number; 0 for none
     * @param name of the worker in the log, as {@code worker 3}
     */
    record Seat(int slot, String name) {

        boolean isThatOf(@Nullable Seat other) {
            return other != null && other.slot == slot && other.name.equals(name);
        }
    }

    Route(ApplicationOutput application, Printed which, int pid) {
        this.application = application;
        this.which = which;
        this.pid = pid;
    }

    /** Which of the two outputs comes this way. */
    Printed which() {
        return which;
    }

    /** Whether more can be written there for now. */
    Backlog backlog(Seat now) {
        return lead(now).backlog();
    }

    /**
     * Passes lines on.
     *
     * @param now the place of the worker that printed them
     * @param lines whole, with their ends; taken over
     */
    void print(Seat now, byte[] lines) {
        lead(now).take(Objects.requireNonNull(style).style(lines));
    }

    /** Nothing comes any more. */
    void end() {
        if (sink != null) {
            application.release(sink);
        }
        sink = null;
        seat = null;
    }

    private Sink lead(Seat now) {
        Sink present = sink;
        if (present != null && now.isThatOf(seat)) {
            return present;
        }
        end();
        Sink found = application.sink(now, which, pid);
        sink = found;
        style = application.style(now, which, pid);
        seat = now;
        return found;
    }
}
