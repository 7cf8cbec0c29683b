package io.baton.master.program;

import io.baton.master.config.ApplicationJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A server whose files are copied as they lie: its jar and what its manifest names, each at the same place in relation to the
 * others.
 */
final class ServerTree implements ServerOriginal {

    private final Path application;

    /** The directory that all files are in. */
    private final Path root;

    private final Path jar;
    private final Map<Path, FileIdentity> files;
    private final @Nullable FileIdentity identity;
    private final @Nullable String main;

    private ServerTree(Path application, Path root, Path jar, Map<Path, FileIdentity> files, @Nullable String main) {
        this.application = application;
        this.root = root;
        this.jar = jar;
        this.files = files;
        this.identity = FileIdentity.of(application);
        this.main = main;
    }

    /**
     * The files as they are now.
     *
     * @param main the main class, if the operator named one
     * @throws NotWholeException if a jar is missing, damaged or half written, or there is no main class
     */
    static ServerTree of(Path application, @Nullable String main) throws NotWholeException {
        Path jar = real(application);
        ServerManifest manifest = ServerManifest.of(jar);
        if (main == null && manifest.mainClass().isEmpty()) {
            throw new NotWholeException(application + " has no Main-Class");
        }
        Map<Path, FileIdentity> found = new LinkedHashMap<>();
        add(jar, found);
        Path root = Objects.requireNonNull(jar.getParent());
        for (Path file : found.keySet()) {
            while (!file.startsWith(root)) {
                root = Objects.requireNonNull(root.getParent());
            }
        }
        return new ServerTree(application, root, jar, found, main);
    }

    @Override
    public Path application() {
        return application;
    }

    @Override
    public String key() {
        List<String> all = new ArrayList<>(List.of(root.toString()));
        files.forEach((file, is) -> all.add(file + " " + is));
        return identity + "-" + UUID.nameUUIDFromBytes(String.join("\n", all).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long bytes() {
        long bytes = 0;
        for (FileIdentity file : files.values()) {
            bytes += file.size();
        }
        return bytes;
    }

    @Override
    public boolean isUnchanged() {
        if (!Objects.equals(identity, FileIdentity.of(application))) {
            return false;
        }
        for (Map.Entry<Path, FileIdentity> file : files.entrySet()) {
            if (!file.getValue().equals(FileIdentity.of(file.getKey()))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable Path overwritten() {
        for (Map.Entry<Path, FileIdentity> file : files.entrySet()) {
            FileIdentity now = FileIdentity.of(file.getKey());
            if (now != null && now.isOverwritten(file.getValue())) {
                return file.getKey();
            }
        }
        return null;
    }

    @Override
    public void copyTo(Path directory) throws IOException {
        for (Path file : files.keySet()) {
            FileCopy.make(file, directory.resolve(root.relativize(file)));
        }
    }

    @Override
    public List<String> launch(@Nullable Path copy) {
        Path file = copy == null ? jar : copy.resolve(root.relativize(jar));
        return main == null ? List.of("-jar", file.toString()) : List.of("-cp", file.toString(), main);
    }

    private static void add(Path jar, Map<Path, FileIdentity> found) throws NotWholeException {
        FileIdentity identity = FileIdentity.of(jar);
        if (identity == null || found.containsKey(jar)) {
            return;
        }
        if (!ApplicationJar.isZip(jar)) {
            throw new NotWholeException(jar + " is damaged, or no jar");
        }
        found.put(jar, identity);
        for (Path named : ServerManifest.of(jar).classPath(jar)) {
            add(named, found);
        }
    }

    private static Path real(Path application) throws NotWholeException {
        try {
            if (Files.isRegularFile(application)) {
                return application.toRealPath();
            }
        } catch (IOException e) {
            throw new NotWholeException(application + ": " + e.getMessage());
        }
        throw new NotWholeException(application + ": no such file");
    }
}
