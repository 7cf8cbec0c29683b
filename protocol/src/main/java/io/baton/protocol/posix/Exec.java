package io.baton.protocol.posix;

import java.nio.ByteBuffer;
import java.util.List;

/** Replaces the program of this process (execv(3)). Its pid, parent and environment stay the same. */
public final class Exec {

    private static final int SIG_SETMASK = 2;
    private static final int SIGNAL_SET_SIZE = 128;

    private Exec() {}

    /**
     * Executes a program in place of this one. All threads end where they are, descriptors that are not close-on-exec stay
     * open, and no signal is blocked. Returns only if it fails.
     *
     * @param command the path of the program, and its arguments
     * @throws PosixException if the program cannot be executed; nothing has changed then
     */
    public static void replaceThisProcess(List<String> command) throws PosixException {
        ByteBuffer path = Native.cString(command.get(0));
        ByteBuffer arguments = Native.cStrings(command);
        ByteBuffer none = Native.allocate(SIGNAL_SET_SIZE);
        ByteBuffer before = Native.allocate(SIGNAL_SET_SIZE);
        // A JVM blocks SIGQUIT in its Java threads, and the signal mask survives exec.
        Libc.call("pthread_sigmask", SIG_SETMASK, Native.address(none), Native.address(before));
        int result = (int) Libc.call("execv", Native.address(path), Native.address(arguments));
        Libc.call("pthread_sigmask", SIG_SETMASK, Native.address(before), 0);
        Libc.check("execv(" + command.get(0) + ")", result);
    }
}
