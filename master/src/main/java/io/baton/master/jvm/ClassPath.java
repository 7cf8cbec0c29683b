package io.baton.master.jvm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A class path: its entries as one text. A colon ends an entry and cannot be quoted. */
public final class ClassPath {

    private ClassPath() {}

    /**
     * The joined entries.
     *
     * @throws IOException if an entry contains a colon, so that a JVM would read two entries
     */
    public static String of(List<Path> entries) throws IOException {
        StringBuilder classPath = new StringBuilder();
        for (Path entry : entries) {
            requireEntry(entry);
            classPath.append(classPath.length() == 0 ? "" : ":").append(entry);
        }
        return classPath.toString();
    }

    /** Requires a path that can be an entry or can contain entries. */
    static void requireEntry(Path path) throws IOException {
        if (path.toString().indexOf(':') >= 0) {
            throw new IOException(path + ": a JVM's class path cannot name it (expected: a path without a colon)");
        }
    }
}
