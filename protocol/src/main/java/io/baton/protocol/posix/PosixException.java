package io.baton.protocol.posix;

import java.io.IOException;

/** A failed system call: its name, its subject and the reason, as {@code sendmsg(fd=12): EPIPE (Broken pipe)}. */
public final class PosixException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    private PosixException(String call, int errno) {
        super(call + ": " + Errno.describe(errno));
        this.errno = errno;
    }

    /**
     * The failure of a call.
     *
     * @param call the call with its subject, as {@code close(fd=12)}
     * @param result what the call returned: a negative error number
     */
    public static PosixException of(String call, int result) {
        return new PosixException(call, -result);
    }

    /** The positive error number, one of {@link Errno} or another of Linux. */
    public int errno() {
        return errno;
    }
}
