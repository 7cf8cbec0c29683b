package io.baton.master.jvm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The entries of a class path as one text, in which a colon ends an entry, and nothing can quote it. */
public final class ClassPath {

    private ClassPath() {}

    /**
     * The entries, joined.
     *
     * @throws IOException if a JVM would take one of them for two
     */
    public static String of(List<Path> entries) throws IOException {
        StringBuilder classPath = new StringBuilder();
        for (Path entry : entries) {
            requireEntry(entry);
            classPath.append(classPath.length() == 0 ? "" : ":").append(entry);
        }
        return classPath.toString();
    }

    /** Requires a path that can be an entry, or hold some. */
    static void requireEntry(Path path) throws IOException {
        if (path.toString().indexOf(':') >= 0) {
            throw new IOException(path + ": a JVM's class path cannot name it (expected: a path without a colon)");
        }
    }
}
