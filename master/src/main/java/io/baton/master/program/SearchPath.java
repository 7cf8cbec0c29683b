package io.baton.master.program;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Programs by their names, as a shell finds them. */
final class SearchPath {

    private final String directories;

    /** The directories as {@code PATH} has them. */
    SearchPath(String directories) {
        this.directories = directories;
    }

    /** The first executable file of this name; a name with a slash is a path already. */
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

    private static Optional<Path> inDirectory(String directory, String program) {
        try {
            return executable(Path.of(directory, program));
        } catch (InvalidPathException e) {
            // It has no name in this JVM's character set, and the other directories may have the program too.
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
