package io.baton.protocol.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A process that once had no memory left is not trusted any more: it ends, and who watches it starts another. HotSpot's
 * {@code -XX:+ExitOnOutOfMemoryError} does the same for the heap, but not for direct memory, whose end Netty and the JDK
 * announce from Java code; and not in a JVM whose command line is its user's.
 */
final class OutOfMemory {

    /** HotSpot's own, so that one code means one thing. */
    private static final int EXIT_CODE = 3;

    private OutOfMemory() {}

    /** Ends this process at once, if this error says so or comes of one that does. On any thread. */
    static void exitIf(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                exit(cause);
            }
        }
    }

    private static void exit(Throwable error) {
        try (FileOutputStream standardError = new FileOutputStream(FileDescriptor.err)) {
            standardError.write(("Terminating due to " + error + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Nobody reads it: the exit code says the same.
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
