package io.baton.protocol.posix;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replaces the program of this process (execve(2)). Its pid, parent, children and working directory stay the same. */
public final class Exec {

    private static final int SIG_SETMASK = 2;
    private static final int SIGNAL_SET_SIZE = 128;

    private Exec() {}

    /**
     * Executes a program in place of this one, with the environment that this process has now. All threads end where they
     * are, descriptors that are not close-on-exec stay open, and no signal is blocked. Returns only if it fails.
     *
     * @param command the path of the program, and its arguments
     * @throws PosixException if the program cannot be executed; nothing has changed then
     */
    public static void replaceThisProcess(List<String> command) throws PosixException {
        replace(command, null, 0);
    }

    /**
     * As {@link #replaceThisProcess(List)}.
     *
     * @param environment all variables as {@code NAME=value}
     * @param held signals, {@code 1..64}, that the program begins with blocked: the kernel keeps them until it unblocks them
     */
    public static void replaceThisProcess(List<String> command, List<String> environment, int... held)
            throws PosixException {
        long blocked = 0;
        for (int signal : held) {
            blocked |= 1L << (signal - 1);
        }
        replace(command, environment, blocked);
    }

    private static void replace(List<String> command, @Nullable List<String> environment, long blocked)
            throws PosixException {
        ByteBuffer path = Native.cString(command.get(0));
        ByteBuffer arguments = Native.cStrings(command);
        ByteBuffer mask = Native.allocate(SIGNAL_SET_SIZE).putLong(0, blocked);
        ByteBuffer before = Native.allocate(SIGNAL_SET_SIZE);
        // A JVM blocks SIGQUIT in its Java threads, and the signal mask survives exec.
        CLibrary.call("pthread_sigmask", SIG_SETMASK, mask, before);
        int result;
        if (environment == null) {
            result = (int) CLibrary.call("execv", path, arguments);
        } else {
            ByteBuffer variables = Native.cStrings(environment);
            result = (int) CLibrary.call("execve", path, arguments, variables);
        }
        CLibrary.call("pthread_sigmask", SIG_SETMASK, before, 0);
        Libc.check("execve(" + command.get(0) + ")", result);
    }
}
