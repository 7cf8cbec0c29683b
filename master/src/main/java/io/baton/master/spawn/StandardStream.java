package io.baton.master.spawn;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one of the descriptors 0, 1 and 2 of a process is.
 *
 * @param file absolute path of the file, if the stream is one; null for all other kinds
 */
public record StandardStream(Kind kind, @Nullable String file) {

    /** A pipe to this process. */
    public static final StandardStream PIPE = new StandardStream(Kind.PIPE, null);

    /** The descriptor of the same number that this process has. */
    public static final StandardStream INHERITED = new StandardStream(Kind.INHERITED, null);

    /** {@code /dev/null}. */
    public static final StandardStream NULL_DEVICE = new StandardStream(Kind.NULL_DEVICE, null);

    /** As that of {@link Wiring}. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StandardStream stream && stream.kind == kind && Objects.equals(stream.file, file);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, file);
    }

    /** The kinds of streams. */
    public enum Kind {
        /** A pipe: the process has one end, this process the other. */
        PIPE,
        /** The descriptor of this process. */
        INHERITED,
        /** {@code /dev/null}. */
        NULL_DEVICE,
        /** A file that the process appends to. */
        FILE
    }

    /** A file that the process appends to. It is created if it does not exist. */
    public static StandardStream appendTo(String file) {
        return new StandardStream(Kind.FILE, file);
    }
}
