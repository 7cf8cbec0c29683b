package io.baton.master.cli;

/** A command failed. The message is one line for the operator. */
public final class CommandException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** @param exitCode one of {@link ExitCode} */
    public CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What the shell sees. */
    public int exitCode() {
        return exitCode;
    }
}
