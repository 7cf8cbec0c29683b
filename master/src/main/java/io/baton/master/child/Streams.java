package io.baton.master.child;

import io.baton.master.spawn.Child;
import io.netty.channel.IoEventLoop;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * This process's side of a child's standard streams, of those that are pipes. All methods except the accessors are called
 * on the loop.
 */
final class Streams {

    private final @Nullable ChildInput stdin;
    private final @Nullable ChildOutput stdout;
    private final @Nullable ChildOutput stderr;

    /**
     * Streams that are not open yet.
     *
     * @param buffer direct, for one read or write on the loop; all streams of the loop share it
     */
    Streams(ChildOptions options, IoEventLoop loop, ByteBuffer buffer) {
        List<Stdio> stdio = options.stdio();
        stdin = stdio.get(0).isPipe() ? new ChildInput(loop, buffer) : null;
        stdout = stdio.get(1).isPipe() ? new ChildOutput(loop, buffer) : null;
        stderr = stdio.get(2).isPipe() ? new ChildOutput(loop, buffer) : null;
    }

    /** Throws {@link IllegalStateException} if it is no pipe. */
    ChildInput stdin() {
        return require(stdin, "stdin");
    }

    /** Throws {@link IllegalStateException} if it is no pipe. */
    ChildOutput stdout() {
        return require(stdout, "stdout");
    }

    /** Throws {@link IllegalStateException} if it is no pipe. */
    ChildOutput stderr() {
        return require(stderr, "stderr");
    }

    /** Opens the streams with this process's ends of the pipes. The streams own the ends from here on. */
    void open(Child child) {
        if (stdin != null && child.input() != null) {
            stdin.open(child.input());
        }
        if (stdout != null && child.output() != null) {
            stdout.open(child.output());
        }
        if (stderr != null && child.error() != null) {
            stderr.open(child.error());
        }
    }

    /** Reads no more of what the child prints. */
    void closeOutputs() {
        outputs().forEach(ChildOutput::destroy);
    }

    /** Closes the input: no process reads it. */
    void closeInput() {
        if (stdin != null) {
            stdin.destroy();
        }
    }

    /**
     * The child has exited. What it left in the pipes is read.
     *
     * @return completes when both outputs have ended
     */
    CompletionStage<Void> childExited() {
        closeInput();
        outputs().forEach(ChildOutput::childExited);
        return CompletableFuture.allOf(
                outputs().map(output -> output.ended().toCompletableFuture()).toArray(CompletableFuture<?>[]::new));
    }

    private Stream<ChildOutput> outputs() {
        return Stream.of(Optional.ofNullable(stdout), Optional.ofNullable(stderr))
                .flatMap(Optional::stream);
    }

    private static <T> T require(@Nullable T stream, String name) {
        if (stream == null) {
            throw new IllegalStateException(name + " is no pipe");
        }
        return stream;
    }
}
