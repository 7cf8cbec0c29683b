package io.baton.protocol.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sun.misc.Signal;

/**
 * Handles signals through sun.misc.Signal, the only way that Java has. Module jdk.unsupported exports it.
 */
public final class Signals {

    /**
     * The variable that names the signal with which HotSpot suspends threads. By default that is SIGUSR2, and a SIGUSR2
     * from outside would crash the JVM.
     */
    public static final String SUSPEND_VARIABLE = "_JAVA_SR_SIGNUM";

    /** A real-time signal that neither the C library nor people use. */
    public static final String SUSPEND_NUMBER = "58";

    private static final String IGNORED = "SigIgn:";

    private Signals() {}

    /**
     * Runs the action, on a thread of the JVM, whenever the signal comes. A signal that was ignored when this process was
     * started stays ignored, as nohup(1) and shells want it for background jobs.
     *
     * @param name without SIG, as {@code TERM}
     * @return whether the action runs from now on
     */
    public static boolean on(String name, Runnable action) {
        Signal signal = new Signal(name);
        if (isIgnored(signal.getNumber())) {
            return false;
        }
        Signal.handle(signal, heard -> action.run());
        return true;
    }

    /** As {@link #on}, but also for a signal that was ignored when this process was started. */
    public static void onEvenIfIgnored(String name, Runnable action) {
        Signal signal = new Signal(name);
        if (isIgnored(signal.getNumber())) {
            InheritedSignals.heed(signal.getNumber());
        }
        Signal.handle(signal, heard -> action.run());
    }

    /** Whether the kernel ignores the signal (proc(5), status). The JVM does not say so when a handler is registered. */
    private static boolean isIgnored(int number) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith(IGNORED)) {
                    long mask = Long.parseUnsignedLong(
                            line.substring(IGNORED.length()).trim(), 16);
                    return (mask >> (number - 1) & 1) != 0;
                }
            }
        } catch (IOException e) {
            // Without /proc this cannot be known, and the signal counts as not ignored.
        }
        return false;
    }
}
