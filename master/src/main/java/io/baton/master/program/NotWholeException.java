package io.baton.master.program;

import java.io.IOException;

/** The files of an application are missing or not complete. */
final class NotWholeException extends IOException {

    private static final long serialVersionUID = 1;

    NotWholeException(String message) {
        super(message);
    }
}
