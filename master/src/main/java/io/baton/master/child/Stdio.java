package io.baton.master.child;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What one of a child's three standard streams is.
 *
 * @param file where to, for a stream that goes to a file; null for others
 */
public record Stdio(Kind kind, @Nullable Path file) {

    /** The kinds that there are. */
    public enum Kind {
        /** A pipe to the parent. */
        PIPE,
        /** The parent's own. */
        INHERIT,
        /** {@code /dev/null}. */
        IGNORE,
        /** A file, written at its end. */
        FILE
    }

    /** A pipe to the parent. A real pipe (pipe(7)), where Node makes a socket pair: so {@code /dev/stdout} can be opened. */
    public static final Stdio PIPE = new Stdio(Kind.PIPE, null);

    /** The parent's own stream. */
    public static final Stdio INHERIT = new Stdio(Kind.INHERIT, null);

    /** {@code /dev/null}. */
    public static final Stdio IGNORE = new Stdio(Kind.IGNORE, null);

    /** A file of the child's, opened to write at its end, and made if it does not exist. Node takes an open descriptor. */
    public static Stdio appendTo(Path file) {
        return new Stdio(Kind.FILE, file.toAbsolutePath());
    }
}
