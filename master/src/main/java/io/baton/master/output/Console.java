package io.baton.master.output;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Processes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/**
 * The master's own standard output and error. The lines of the master and of its workers are written there whole, in the
 * order in which they are printed. Each of the two has a {@link Printer} with a thread that writes, so that printing never
 * waits for a slow reader. Thread-safe.
 */
public final class Console {

    private final Printer output;
    private final Printer error;
    private final PrintStream outBefore = System.out;
    private final PrintStream errBefore = System.err;

    private Console(Fd output, Fd error) {
        this.output = new Printer("standard output", output);
        this.error = new Printer("standard error", error);
    }

    /**
     * A console on two descriptors.
     *
     * @param output borrowed
     * @param error borrowed
     */
    public static Console start(Fd output, Fd error) {
        return new Console(output, error);
    }

    /** A console on this process's own two outputs. From now on {@link System#out} and {@link System#err} print there. */
    public static Console ofThisProcess() {
        // If native calls do not work, this fails here; a failure on the printer's thread could not be printed.
        Processes.pid();
        Console console = start(Fd.own(1), Fd.own(2));
        System.setOut(new PrintStream(new Lines(console.output), true));
        System.setErr(new PrintStream(new Lines(console.error), true));
        return console;
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

    Printer output() {
        return output;
    }

    Printer error() {
        return error;
    }

    /** Collects what this process prints until a flush, which follows each line or group of lines, and prints it in one piece. */
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
