package io.baton.master.child;

import io.baton.master.spawn.ExitStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A command that failed. The message is Node's: {@code Command failed: ...} with what the command printed to standard
 * error, or {@code stdout maxBuffer length exceeded}.
 */
public final class ExecException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why a command failed. */
    public enum Reason {
        /** It exited with another code than 0, or a signal from outside ended it. */
        FAILED,
        /** It took longer than its timeout and was killed. */
        TIMEOUT,
        /** It printed more than {@code maxBuffer} and was killed; Node's {@code ERR_CHILD_PROCESS_STDIO_MAXBUFFER}. */
        MAX_BUFFER,
        /** It could not be started; the cause says why. */
        NOT_STARTED
    }

    private final Reason reason;
    private final String command;
    private final transient @Nullable ExitStatus status;
    private final transient Output output;

    ExecException(
            Reason reason,
            String message,
            String command,
            @Nullable ExitStatus status,
            Output output,
            @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.command = command;
        this.status = status;
        this.output = output;
    }

    /** Why it failed. */
    public Reason reason() {
        return reason;
    }

    /** The command, with its arguments. */
    public String command() {
        return command;
    }

    /** How it ended; empty if it never began. */
    public Optional<ExitStatus> status() {
        return Optional.ofNullable(status);
    }

    /** What it printed, at most {@code maxBuffer} bytes of each output. */
    public Output output() {
        return output;
    }
}
