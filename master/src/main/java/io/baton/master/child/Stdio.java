package io.baton.master.child;

import io.baton.master.spawn.StandardStream;
import java.nio.file.Path;

/** What one of a child's three standard streams is. */
public record Stdio(StandardStream stream) {

    /**
     * A pipe to the parent. It is a real pipe (pipe(7)), so that the child can open {@code /dev/stdout}; Node makes a
     * socket pair.
     */
    public static final Stdio PIPE = new Stdio(StandardStream.PIPE);

    /** The parent's own stream. */
    public static final Stdio INHERIT = new Stdio(StandardStream.INHERITED);

    /** {@code /dev/null}. */
    public static final Stdio IGNORE = new Stdio(StandardStream.NULL_DEVICE);

    /** A file that the child appends to. It is created if it does not exist. Node takes an open descriptor instead. */
    public static Stdio appendTo(Path file) {
        return new Stdio(StandardStream.appendTo(file.toAbsolutePath().toString()));
    }

    boolean isPipe() {
        return stream.kind() == StandardStream.Kind.PIPE;
    }
}
