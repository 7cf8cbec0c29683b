package io.baton.master.file;

import io.baton.master.config.Operator;
import java.nio.file.Path;

/** Paths in a configuration file. */
final class FilePaths {

    private static final String HOME = "~/";

    private FilePaths() {}

    /** A relative path begins at the directory, and one with a tilde at the user's home. */
    static Path resolve(Path directory, String text) {
        String path = text.startsWith(HOME) ? System.getProperty("user.home") + text.substring(1) : text;
        return directory.resolve(Operator.path("path", path)).normalize();
    }
}
