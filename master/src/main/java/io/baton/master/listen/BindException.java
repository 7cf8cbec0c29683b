package io.baton.master.listen;

import io.baton.protocol.posix.Errno;
import java.io.IOException;

/** There is no socket. The message says why in one line for the operator. */
public final class BindException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    BindException(String message, int errno) {
        super(message);
        this.errno = errno;
    }

    /** The error number, positive. */
    int errno() {
        return errno;
    }

    /** Whether this user may not bind there. */
    public boolean notPermitted() {
        return errno == Errno.EACCES;
    }
}
