package io.baton.bench.load;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The temporary directory of one program run. Whatever way the program ends, but by SIGKILL, all that it started is ended
 * and the directory is removed.
 */
public final class Workplace {

    private Workplace() {}

    /** Creates it. */
    public static Path create() throws IOException {
        Path workplace = Files.createTempDirectory("baton-bench-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            // Nothing, unless this program is interrupted.
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            remove(workplace);
        }));
        return workplace;
    }

    private static void remove(Path workplace) {
        try {
            Files.walkFileTree(workplace, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            Progress.say("left behind: %s: %s", workplace, e);
        }
    }
}
