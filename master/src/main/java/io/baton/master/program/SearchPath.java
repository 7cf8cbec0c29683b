package io.baton.master.program;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds programs by their names, as a shell does. */
final class SearchPath {

    private final String directories;
    private final Path base;

    /**
     * @param directories the value of {@code PATH}
     * @param base where relative directories begin; null for the directory of this process
     */
    SearchPath(String directories, @Nullable Path base) {
        this.directories = directories;
        this.base = base == null ? Path.of("") : base;
    }

    /** The first executable file of this name. A name with a slash is a path. */
    Optional<Path> find(String program) {
        if (program.contains("/")) {
            return executable(Path.of(program));
        }
        for (String directory : directories.split(File.pathSeparator, -1)) {
            Optional<Path> file = inDirectory(directory, program);
            if (file.isPresent()) {
                return file;
            }
        }
        return Optional.empty();
    }

    private Optional<Path> inDirectory(String directory, String program) {
        try {
            return executable(base.resolve(directory).resolve(program));
        } catch (InvalidPathException e) {
            // This JVM has no characters for the directory's name. Another directory may have the program too.
            return Optional.empty();
        }
    }

    private static Optional<Path> executable(Path file) {
        boolean fit = Files.isExecutable(file) && !Files.isDirectory(file);
        return fit ? Optional.of(file.toAbsolutePath()) : Optional.empty();
    }

    @Override
    public String toString() {
        return "PATH=" + directories;
    }
}
