package io.baton.protocol.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Ends a process that has run out of memory, because it cannot be trusted any more. Its master or the operator starts
 * another one. HotSpot's {@code -XX:+ExitOnOutOfMemoryError} does this for the heap only. Netty and the JDK throw the error
 * for direct memory from Java code, and a JVM may have a command line without that flag.
 */
final class OutOfMemory {

    /** The same code as HotSpot's, so that it has one meaning. */
    private static final int EXIT_CODE = 3;

    private OutOfMemory() {}

    /** Ends this process at once if the error, or one of its causes, is an {@link OutOfMemoryError}. Any thread may call. */
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
            // Standard error is closed. The exit code says the same.
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
