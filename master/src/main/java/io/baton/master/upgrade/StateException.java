package io.baton.master.upgrade;

import java.io.IOException;

/** A state that this version cannot read. The message says what was found and what was expected. */
public final class StateException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The reason in one line. */
    public StateException(String message) {
        super(message);
    }
}
