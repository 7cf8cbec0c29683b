package io.baton.master.program;

import java.io.IOException;

/** This user may not start workers as the operator wants them. */
public final class NotPermittedException extends IOException {

    private static final long serialVersionUID = 1L;

    NotPermittedException(String message) {
        super(message);
    }
}
