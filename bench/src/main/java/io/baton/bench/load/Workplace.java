package io.baton.bench.load;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The temporary directory of one program run. */
final class Workplace {

    private Workplace() {}

    static Path create() throws IOException {
        return Files.createTempDirectory("baton-bench-");
    }

    /** Removes it with all that is in it. */
    static void remove(Path workplace) {
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
