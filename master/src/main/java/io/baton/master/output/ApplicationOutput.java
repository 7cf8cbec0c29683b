package io.baton.master.output;

import io.baton.master.config.GroupConfig;
import io.baton.master.config.LogFormat;
import io.baton.master.config.LogKeeping;
import io.baton.protocol.posix.Fd;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the workers of one application print: into files, or on the master's own output. Made by {@link Pipes#of}. The public
 * methods are thread-safe.
 */
public final class ApplicationOutput {

    private static final String TERMINAL_OUT = "/dev/stdout";
    private static final String TERMINAL_ERROR = "/dev/stderr";

    private final Pipes pipes;
    private final String app;
    private final LogKeeping logs;
    private final LogNames names;
    private final boolean workerNames;

    ApplicationOutput(Pipes pipes, GroupConfig config, boolean workerNames) {
        this.pipes = pipes;
        this.app = config.name();
        this.logs = config.logs();
        this.names = LogNames.of(config, pipes.files().directory());
        this.workerNames = workerNames;
    }

    /**
     * Begins to read what a worker prints.
     *
     * @param slot the number of its slot; 0 if it is no worker of the application
     * @param name stands before each of its lines on the master's own output, as {@code worker 3}
     * @param output our end of the pipe that is its standard output, non-blocking, owned by the output thread from here on;
     *     null if its standard output is no pipe
     * @param error the same for its standard error
     */
    public WorkerOutput capture(int slot, String name, int pid, @Nullable Fd output, @Nullable Fd error) {
        Route.Seat seat = new Route.Seat(slot, name);
        return pipes.capture(seat, new Route(this, Printed.OUT, pid), output, new Route(this, Printed.ERR, pid), error);
    }

    /** As {@link #capture}, exactly where the program before was. The output thread owns the descriptors of the remains. */
    public WorkerOutput goOn(int slot, String name, int pid, OutputRemains remains) {
        Route.Seat seat = new Route.Seat(slot, name);
        return pipes.goOn(seat, new Route(this, Printed.OUT, pid), new Route(this, Printed.ERR, pid), remains);
    }

    /** Where a worker in this place prints. On the output thread. */
    Sink sink(Route.Seat seat, Printed which, int pid) {
        Path file = file(seat, which);
        if (file == null) {
            return pipes.console(isError(seat, which) ? Printed.ERR : Printed.OUT);
        }
        return pipes.files().open(file, app, names, logs.limits(), inFile(seat, which, pid));
    }

    /** How its lines stand there. */
    LineStyle style(Route.Seat seat, Printed which, int pid) {
        if (file(seat, which) == null) {
            return LineStyle.prefixed(workerNames ? seat.name() + " | " : "");
        }
        return inFile(seat, which, pid);
    }

    /** No more lines come this way. On the output thread. */
    void release(Sink sink) {
        if (sink instanceof LogFile file) {
            pipes.files().release(file);
        }
    }

    private LineStyle inFile(Route.Seat seat, Printed which, int pid) {
        LogFormat asked = logs.format();
        LogFormat format = asked != null ? asked : names.areShared(which) ? LogFormat.PREFIXED : LogFormat.RAW;
        return LineStyle.inFile(format, logs.times(), app, seat.slot(), pid, which);
    }

    /** Null for the master's own output, which has these names too: links, which no log file may be. */
    private @Nullable Path file(Route.Seat seat, Printed which) {
        Path file = names.file(seat.slot(), which);
        return file == null || isTerminal(file) ? null : file;
    }

    private boolean isError(Route.Seat seat, Printed which) {
        Path file = names.file(seat.slot(), which);
        return file == null ? which == Printed.ERR : file.toString().equals(TERMINAL_ERROR);
    }

    private static boolean isTerminal(Path file) {
        return file.toString().equals(TERMINAL_OUT) || file.toString().equals(TERMINAL_ERROR);
    }
}
