package io.baton.master.program;

import io.baton.master.config.ApplicationJar;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An application's jar, and the class-path entries that its manifest and the manifests of those jars name with relative paths,
 * in the order in which a JVM searches them. Entries with absolute paths are left out.
 */
final class ApplicationFiles implements Original {

    /**
     * An entry of the class path.
     *
     * @param identity of the file; null if the path names a directory or does not exist
     */
    record Entry(Path path, @Nullable FileIdentity identity) {}

    private final List<Entry> entries;

    private ApplicationFiles(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * The files as they are now.
     *
     * @throws NotWholeException if a jar is missing, damaged or half written, or the first one has no application
     */
    static ApplicationFiles of(Path jar) throws NotWholeException {
        List<Entry> found = new ArrayList<>();
        FileIdentity own = FileIdentity.of(jar);
        if (own == null) {
            throw new NotWholeException(jar + ": no such file");
        }
        found.add(new Entry(jar, own));
        String fault = ApplicationJar.fault(jar);
        if (fault != null) {
            throw new NotWholeException(jar + " " + fault);
        }
        add(jar, found);
        return new ApplicationFiles(found);
    }

    /**
     * The class path, the application's own jar first.
     *
     * @param copy a directory filled by {@link #copyTo}; null for the files themselves
     */
    List<Path> classPath(@Nullable Path copy) {
        if (copy == null) {
            // Its manifest names the others.
            return List.of(application());
        }
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            paths.add(entry.identity == null ? entry.path : place(copy, i, entry.path));
        }
        return paths;
    }

    @Override
    public void copyTo(Path directory) throws IOException {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.identity != null) {
                FileCopy.make(entry.path, place(directory, i, entry.path));
            }
        }
    }

    /** Puts each copy into a directory of its own: two jars may have the same name. */
    private static Path place(Path directory, int number, Path file) {
        // A colon would end an entry of a class path.
        String name = String.valueOf(file.getFileName()).replace(':', '_');
        return directory.resolve(String.valueOf(number)).resolve(name);
    }

    @Override
    public Path application() {
        return entries.get(0).path;
    }

    @Override
    public boolean isUnchanged() {
        for (Entry entry : entries) {
            if (!Objects.equals(entry.identity, FileIdentity.of(entry.path))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable Path overwritten() {
        for (Entry entry : entries) {
            FileIdentity now = FileIdentity.of(entry.path);
            if (entry.identity != null && now != null && now.isOverwritten(entry.identity)) {
                return entry.path;
            }
        }
        return null;
    }

    @Override
    public long bytes() {
        long bytes = 0;
        for (Entry entry : entries) {
            bytes += entry.identity == null ? 0 : entry.identity.size();
        }
        return bytes;
    }

    /** The files' identities. */
    @Override
    public String key() {
        String own = String.valueOf(entries.get(0).identity);
        if (entries.size() == 1) {
            return own;
        }
        return own + "-" + UUID.nameUUIDFromBytes(entries.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void add(Path jar, List<Entry> found) throws NotWholeException {
        for (String name : ApplicationJar.relativeClassPath(jar)) {
            Path path = resolve(jar, name);
            if (found.stream().noneMatch(entry -> entry.path.equals(path))) {
                FileIdentity identity = FileIdentity.of(path);
                found.add(new Entry(path, identity));
                if (identity != null) {
                    if (!ApplicationJar.isZip(path)) {
                        throw new NotWholeException(path + " is damaged, or no jar");
                    }
                    add(path, found);
                }
            }
        }
    }

    /** A manifest names its entries as URLs. Their characters may be percent-encoded. */
    private static Path resolve(Path jar, String name) {
        try {
            return Path.of(jar.toUri().resolve(URI.create(name))).normalize();
        } catch (IllegalArgumentException e) {
            return jar.resolveSibling(name).normalize();
        }
    }
}
