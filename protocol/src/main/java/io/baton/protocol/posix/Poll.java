package io.baton.protocol.posix;

import java.nio.ByteBuffer;

/** Waits for one descriptor (poll(2)). Only for threads that may block. */
public final class Poll {

    private static final int POLLIN = 1;
    private static final int EVENTS = 4;
    private static final int SIZE = 8;
    private static final int LONGEST_MS = 60_000;

    private Poll() {}

    /** Waits until the descriptor can be read or has ended, at most this long. Returns whether it does. */
    public static boolean untilReadable(Fd fd, long ms) throws PosixException {
        ByteBuffer wanted = Native.allocate(SIZE).putInt(0, fd.number()).putShort(EVENTS, (short) POLLIN);
        int result = (int) CLibrary.call("poll", wanted, 1, Math.max(0, Math.min(ms, LONGEST_MS)));
        if (result == -Errno.EINTR) {
            return false;
        }
        Libc.check("poll(" + fd + ")", result);
        return result > 0;
    }
}
