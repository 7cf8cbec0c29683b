package io.baton.master.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files, and all files in directories, as they were at one moment. */
final class FileSet {

    private final Path named;
    private final @Nullable Path real;
    private final List<Path> roots;
    private final Map<Path, FileIdentity> files;

    private FileSet(Path named, List<Path> roots, Map<Path, FileIdentity> files) {
        this.named = named;
        this.real = real(named);
        this.roots = List.copyOf(roots);
        this.files = files;
    }

    /**
     * The files as they are now. Links are followed.
     *
     * @param named what the operator named, which may be a link and lead elsewhere later
     * @param roots files and directories; what does not exist has no file
     */
    static FileSet of(Path named, List<Path> roots) {
        Map<Path, FileIdentity> found = new TreeMap<>();
        for (Path root : roots) {
            add(root, found);
        }
        return new FileSet(named, roots, found);
    }

    /** The files in the order of their names. */
    Iterable<Path> files() {
        return files.keySet();
    }

    /** Whether there are the same files, and none has changed. */
    boolean isUnchanged() {
        return Objects.equals(real, real(named)) && files.equals(of(named, roots).files);
    }

    /** The first file that was written to in place; null if there is none. */
    @Nullable
    Path overwritten() {
        for (Map.Entry<Path, FileIdentity> file : files.entrySet()) {
            FileIdentity now = FileIdentity.of(file.getKey());
            if (now != null && now.isOverwritten(file.getValue())) {
                return file.getKey();
            }
        }
        return null;
    }

    /** Their sizes together. */
    long bytes() {
        long bytes = 0;
        for (FileIdentity file : files.values()) {
            bytes += file.size();
        }
        return bytes;
    }

    /** A name for the files, made of their paths and identities. */
    String key() {
        StringBuilder all = new StringBuilder();
        files.forEach((file, identity) ->
                all.append(file).append(' ').append(identity).append('\n'));
        return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static @Nullable Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return null;
        }
    }

    private static void add(Path root, Map<Path, FileIdentity> found) {
        for (Path path : in(root)) {
            FileIdentity identity = FileIdentity.of(path);
            if (identity != null) {
                found.put(path, identity);
            }
        }
    }

    private static List<Path> in(Path root) {
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            for (Iterator<Path> all = walk.iterator(); all.hasNext(); ) {
                paths.add(all.next());
            }
        } catch (IOException | UncheckedIOException e) {
            // It is gone or may not be read, or a link leads back to itself. The JVM does not see more.
        }
        return paths;
    }
}
