package io.baton.master.child;

import io.baton.protocol.posix.Fd;
import io.netty.channel.IoEventLoop;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parent's side of a child's three standard streams: of those that are pipes. All on the loop, but for the accessors. */
final class Streams {

    private final @Nullable ChildInput stdin;
    private final @Nullable ChildOutput stdout;
    private final @Nullable ChildOutput stderr;

    /**
     * Closed streams.
     *
     * @param buffer direct, for one read or write on the loop, shared by all streams of this loop
     */
    Streams(List<Stdio> stdio, IoEventLoop loop, ByteBuffer buffer) {
        stdin = isPipe(stdio.get(0)) ? new ChildInput(loop, buffer) : null;
        stdout = isPipe(stdio.get(1)) ? new ChildOutput(loop, buffer) : null;
        stderr = isPipe(stdio.get(2)) ? new ChildOutput(loop, buffer) : null;
    }

    @Nullable
    ChildInput stdin() {
        return stdin;
    }

    @Nullable
    ChildOutput stdout() {
        return stdout;
    }

    @Nullable
    ChildOutput stderr() {
        return stderr;
    }

    /** Begins with these ends of the pipes, which are the streams' from here on. */
    void open(List<Optional<Fd>> ends) {
        if (stdin != null) {
            ends.get(0).ifPresent(stdin::open);
        }
        if (stdout != null) {
            ends.get(1).ifPresent(stdout::open);
        }
        if (stderr != null) {
            ends.get(2).ifPresent(stderr::open);
        }
    }

    /** Hears no more of what the child prints. */
    void closeOutputs() {
        outputs().forEach(ChildOutput::destroy);
    }

    /** There is no process, or never was one, that could read. */
    void closeInput() {
        if (stdin != null) {
            stdin.destroy();
        }
    }

    /**
     * The child has exited; what it left is read.
     *
     * @return completes when nobody can print there any more
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

    private static boolean isPipe(Stdio stdio) {
        return stdio.kind() == Stdio.Kind.PIPE;
    }
}
