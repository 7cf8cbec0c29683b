package io.baton.worker.spi;

/** A call of {@link Shared} could not be carried out; the message says why. */
public final class SharedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param message what failed, which, what was found and what was expected */
    public SharedException(String message) {
        super(message);
    }
}
