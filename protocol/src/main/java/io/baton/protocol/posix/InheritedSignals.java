package io.baton.protocol.posix;

import java.nio.ByteBuffer;

/** Repairs what a process may have inherited through execve(2): ignored and blocked signals. */
public final class InheritedSignals {

    private static final int SIGCHLD = 17;
    private static final int SIG_DFL = 0;
    private static final int SIG_IGN = 1;
    private static final int SIG_UNBLOCK = 1;
    private static final int SIGNAL_SET_SIZE = 128;

    private InheritedSignals() {}

    /**
     * Makes the kernel keep the exit statuses of children, as the JDK does before its first child. A process that was
     * started with SIGCHLD ignored would never get them (wait(2), NOTES). Does not replace a handler.
     */
    static void keepExitStatuses() {
        heed(SIGCHLD);
    }

    /**
     * Gives an ignored signal its default again. The JVM registers no handler for SIGHUP, SIGINT or SIGTERM while it is
     * ignored, and does not say so. Does not replace a handler.
     */
    static void heed(int signal) {
        long before = CLibrary.call("signal", signal, SIG_DFL);
        if (before != SIG_DFL && before != SIG_IGN) {
            CLibrary.call("signal", signal, before);
        }
    }

    /**
     * Unblocks these signals, which may have been blocked when this process was started. One thread that does not block a
     * signal is enough (signal(7)). The JVM itself unblocks only the signals that it uses.
     *
     * @param signals numbers, {@code 1..64}
     */
    public static void unblock(int... signals) {
        long set = 0;
        for (int signal : signals) {
            set |= 1L << (signal - 1);
        }
        ByteBuffer mask = Native.allocate(SIGNAL_SET_SIZE);
        mask.putLong(0, set);
        CLibrary.call("pthread_sigmask", SIG_UNBLOCK, mask, 0);
    }
}
