package io.baton.master.spawn;

import java.util.Map;

/**
 * How a process ended.
 *
 * @param code its exit code, {@code 0..255}; -1 if a signal ended it
 * @param signal the signal that ended it; 0 if it exited
 */
public record ExitStatus(int code, int signal) {

    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(15, "SIGTERM"));

    /** Reads a wait status (waitpid(2)). */
    static ExitStatus ofWaitStatus(int status) {
        int signal = status & 0x7f;
        return signal == 0 ? new ExitStatus(status >> 8 & 0xff, 0) : new ExitStatus(-1, signal);
    }

    /** In words, as {@code exit code 1} or {@code SIGKILL}. */
    @Override
    public String toString() {
        if (code < 0 && signal == 0) {
            return "exit status taken by somebody else";
        }
        return signal == 0 ? "exit code " + code : SIGNALS.getOrDefault(signal, "signal " + signal);
    }
}
