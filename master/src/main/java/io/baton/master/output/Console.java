package io.baton.master.output;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Processes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/**
 * The master's own standard output and error, or its log file. The lines of the master and of its workers are written there
 * whole, in the order in which they are printed, on threads that may wait: printing never waits for a slow reader.
 * Thread-safe.
 */
public final class Console {

    private final Sink output;
    private final Sink error;
    private final PrintStream outBefore = System.out;
    private final PrintStream errBefore = System.err;

    private Console(Sink output, Sink error) {
        this.output = output;
        this.error = error;
    }

    /**
     * A console on two descriptors.
     *
     * @param output borrowed
     * @param error borrowed
     */
    public static Console start(Fd output, Fd error) {
        return new Console(new Printer("standard output", output), new Printer("standard error", error));
    }

    /** A console in the daemon's log file. From now on {@link System#out} and {@link System#err} print there. */
    public static Console inFile(LogFiles files) throws IOException {
        Sink log = files.masterLog();
        return new Console(log, log).takeOver();
    }

    /** A console on this process's own two outputs. From now on {@link System#out} and {@link System#err} print there. */
    public static Console ofThisProcess() {
        // If native calls do not work, this fails here; a failure on the printer's thread could not be printed.
        Processes.pid();
        return start(Fd.own(1), Fd.own(2)).takeOver();
    }

    private Console takeOver() {
        System.setOut(new PrintStream(new Lines(output), true));
        System.setErr(new PrintStream(new Lines(error), true));
        return this;
    }

    /**
     * Gives {@link System#out} and {@link System#err} back, writes what was printed so far, and ends the threads.
     *
     * @param ms how long the writing to each of the two may take
     */
    public void stop(long ms) {
        System.setOut(outBefore);
        System.setErr(errBefore);
        try {
            output.finish(ms);
            error.finish(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Sink output() {
        return output;
    }

    Sink error() {
        return error;
    }

    /** Collects what this process prints until a flush, which follows each line or group of lines, and prints it in one piece. */
    private static final class Lines extends ByteArrayOutputStream {

        private final Sink sink;

        Lines(Sink sink) {
            this.sink = sink;
        }

        @Override
        public synchronized void flush() {
            if (count > 0) {
                sink.take(new PrefixedLines(PrefixedLines.NO_PREFIX, toByteArray()));
                reset();
            }
        }
    }
}
