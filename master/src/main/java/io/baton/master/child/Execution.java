package io.baton.master.child;

import io.baton.master.child.ExecException.Reason;
import io.baton.master.spawn.ExitStatus;
import io.baton.protocol.message.Stages;
import io.baton.protocol.posix.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A running command, and its output when it has ended. Made by {@link ChildProcess#exec} and {@link ChildProcess#execFile}.
 */
public final class Execution {

    private final ChildProcess child;
    private final String command;
    private final long maxBuffer;
    private final CompletableFuture<Output> output = new CompletableFuture<>();
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    // Children's loop only.
    private @Nullable String exceeded;
    private boolean timedOut;

    private Execution(ChildProcess child, String command, ChildOptions options) {
        this.child = child;
        this.command = command;
        this.maxBuffer = options.maxBuffer();
    }

    static Execution of(ChildProcess child, String file, List<String> arguments, ChildOptions options) {
        String command = arguments.isEmpty() ? file : file + " " + String.join(" ", arguments);
        Execution execution = new Execution(child, command, options);
        child.stdout().onData(bytes -> execution.keep(bytes, execution.stdout, "stdout"));
        child.stderr().onData(bytes -> execution.keep(bytes, execution.stderr, "stderr"));
        child.onClose(execution::ended);
        child.onError(execution::notStarted);
        Duration timeout = options.timeout();
        if (timeout != null) {
            child.life().after(timeout, execution::timeIsOver);
        }
        return execution;
    }

    /** The process. Its standard input stays open until it ends, as in Node, so a command that reads it waits. */
    public ChildProcess child() {
        return child;
    }

    /** Completes with the output when the command has ended with exit code 0; otherwise fails with {@link ExecException}. */
    public CompletionStage<Output> output() {
        return Stages.of(output);
    }

    private void keep(byte[] bytes, ByteArrayOutputStream kept, String stream) {
        long room = maxBuffer - kept.size();
        kept.write(bytes, 0, (int) Math.min(room, bytes.length));
        if (bytes.length > room && exceeded == null) {
            exceeded = stream;
            child.life().abandon();
        }
    }

    private void timeIsOver() {
        timedOut = true;
        child.life().abandon();
    }

    private void ended(ExitStatus status) {
        if (exceeded != null) {
            fail(Reason.MAX_BUFFER, exceeded + " maxBuffer length exceeded", status, null);
        } else if (status.code() == 0) {
            output.complete(printed());
        } else {
            Reason reason = timedOut ? Reason.TIMEOUT : Reason.FAILED;
            fail(reason, "Command failed: " + command + "\n" + printed().stderr(), status, null);
        }
    }

    private void notStarted(Exception reason) {
        fail(Reason.NOT_STARTED, String.valueOf(reason.getMessage()), null, reason);
    }

    private void fail(Reason reason, String message, @Nullable ExitStatus status, @Nullable Throwable cause) {
        output.completeExceptionally(new ExecException(reason, message, command, status, printed(), cause));
    }

    private Output printed() {
        return new Output(text(stdout, "stdout"), text(stderr, "stderr"));
    }

    /** The text. If the output was cut, it ends before a character that was cut in two. */
    private String text(ByteArrayOutputStream kept, String stream) {
        byte[] bytes = kept.toByteArray();
        int end = stream.equals(exceeded) ? Utf8.cut(bytes, 0, bytes.length) : bytes.length;
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
