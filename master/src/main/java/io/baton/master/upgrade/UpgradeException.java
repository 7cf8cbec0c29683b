package io.baton.master.upgrade;

import java.io.IOException;

/** An upgrade that was refused. Nothing has changed. The message is for the operator. */
public final class UpgradeException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The reason in one line, which may be followed by lines that a program printed. */
    public UpgradeException(String message) {
        super(message);
    }
}
