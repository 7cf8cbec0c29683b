package io.baton.master.program;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A server whose files are copied as they lie: its jars and what their manifests name, each at the same place in relation to
 * the others. Beside the copies are links to what lies beside the files, where a server may look for it.
 *
 * @param application what the operator named
 * @param base the directory of the jar, or of the classes
 * @param files that are copied
 * @param directories in the class path of a manifest, which are not copied, but linked
 * @param classPath files and directories; those that are not copied are used where they are
 * @param main null if the only file of the class path is a jar that names its main class
 */
record ServerTree(
        Path application, Path base, FileSet files, List<Path> directories, List<Path> classPath, @Nullable String main)
        implements ServerOriginal {

    /** A directory with more is not that of one application. */
    private static final int MOST_LINKS = 256;

    @Override
    public void copyTo(Path directory) throws IOException {
        Path root = root();
        TreeSet<Path> directories = new TreeSet<>();
        for (Path file : files.files()) {
            FileCopy.make(file, directory.resolve(root.relativize(file)));
            for (Path above = file.getParent(); above != null && above.startsWith(root); above = above.getParent()) {
                directories.add(above);
            }
        }
        for (Path original : directories) {
            linkOthers(original, directory.resolve(root.relativize(original).toString()));
        }
    }

    @Override
    public List<String> launch(@Nullable Path copy) {
        List<String> entries = new ArrayList<>();
        for (Path entry : classPath) {
            entries.add(place(entry, copy).toString());
        }
        String all = String.join(":", entries);
        return main == null ? List.of("-jar", all) : List.of("-cp", all, main);
    }

    /** A JVM that finds a directory in its class path makes no archive. */
    @Override
    public boolean fitsArchive() {
        return directories.isEmpty() && classPath.stream().noneMatch(Files::isDirectory);
    }

    private Path place(Path entry, @Nullable Path copy) {
        Path root = root();
        return copy == null || !entry.startsWith(root)
                ? entry
                : copy.resolve(root.relativize(entry).toString());
    }

    /** The directory that all files are in. */
    private Path root() {
        Path root = base;
        for (Path file : files.files()) {
            root = common(root, file);
        }
        for (Path named : directories) {
            root = common(root, named);
        }
        return root;
    }

    private static Path common(Path directory, Path path) {
        Path common = directory;
        while (!path.startsWith(common)) {
            common = Objects.requireNonNull(common.getParent());
        }
        return common;
    }

    private static void linkOthers(Path original, Path copy) throws IOException {
        List<Path> others = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(original)) {
            for (Path entry : entries) {
                if (others.size() == MOST_LINKS) {
                    return;
                }
                if (!Files.exists(copy.resolve(entry.getFileName()), LinkOption.NOFOLLOW_LINKS)) {
                    others.add(entry);
                }
            }
        }
        for (Path other : others) {
            Files.createSymbolicLink(copy.resolve(other.getFileName()), other);
        }
    }
}
