package io.baton.master.spawn;

import io.baton.protocol.posix.SignalName;
import java.util.Set;

/**
 * How a process ended.
 *
 * @param code its exit code, {@code 0..255}; -1 if a signal ended it
 * @param signal the signal that ended it; 0 if it exited
 * @param coreDumped whether the kernel wrote its memory to a file (core(5))
 */
public record ExitStatus(int code, int signal, boolean coreDumped) {

    /**
     * Added to the number of a signal, this is an exit code: a shell's for a child that the signal ended, a JVM's when the
     * signal told it to end.
     */
    private static final int SIGNAL_CODES = 128;

    private static final int CORE = 0x80;
    private static final int OUT_OF_MEMORY = 3;

    /** The signals that the kernel sends a process for what it did itself. Other signals come from outside. */
    private static final Set<Integer> CRASHES = Set.of(4, 5, 6, 7, 8, 11, 31);

    /**
     * The status of a child that has ended.
     *
     * @param result what waitpid(2) returned for it: a wait status, or a negative error number if other code has reaped it
     */
    static ExitStatus of(int result) {
        return result < 0 ? new ExitStatus(-1, 0, false) : ofWaitStatus(result);
    }

    /** Reads a wait status (waitpid(2)). */
    static ExitStatus ofWaitStatus(int status) {
        int signal = status & 0x7f;
        return signal == 0
                ? new ExitStatus(status >> 8 & 0xff, 0, false)
                : new ExitStatus(-1, signal, (status & CORE) != 0);
    }

    /** Whether it crashed: whether the kernel ended it for what it did itself. */
    public boolean isCrash() {
        return CRASHES.contains(signal) || (code > SIGNAL_CODES && CRASHES.contains(code - SIGNAL_CODES));
    }

    /** Whether it ended by itself, with a code that says that it failed. */
    public boolean isFailure() {
        return code > 0 && code <= SIGNAL_CODES;
    }

    /**
     * In words.
     *
     * @param java whether the process was a JVM, whose exit code 3 has a meaning
     */
    public String inWords(boolean java) {
        return java && code == OUT_OF_MEMORY ? this + ", out of memory (-XX:+ExitOnOutOfMemoryError)" : toString();
    }

    /** In words, as {@code exit code 1} or {@code SIGKILL}. */
    @Override
    public String toString() {
        if (code < 0 && signal == 0) {
            return "exit status unknown: reaped elsewhere";
        }
        if (signal == 0) {
            String meaning = SignalName.of(code - SIGNAL_CODES);
            return "exit code " + code + (meaning == null ? "" : " (" + meaning + ")");
        }
        String name = SignalName.of(signal);
        return (name == null ? "signal " + signal : name) + (coreDumped ? " (core dumped)" : "");
    }
}
