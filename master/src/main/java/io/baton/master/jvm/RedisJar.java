package io.baton.master.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;

/**
 * The jar with which workers keep their shared state in Redis. It is unpacked into a library when the first application needs it:
 * few do, and it is half as large as all else that workers run.
 */
final class RedisJar {

    private static final String NAME = "redis.jar";
    private static final String SEAL = "redis.seal";

    private RedisJar() {}

    /** The jar in a library. It is unpacked unless it is there and complete. Several processes may do this at once. */
    static Path in(Path directory) throws IOException {
        Path jar = directory.resolve(NAME);
        if (Files.isRegularFile(jar) && !Files.exists(directory.resolve(LibraryFiles.SEAL))) {
            // In an image everything lies unpacked, and nothing can be written.
            return jar;
        }
        Seal seal = new Seal(directory.resolve(SEAL));
        if (!seal.broken(List.of(jar)).isEmpty()) {
            unpack(jar, directory.resolve(LibraryFiles.WORKER_JAR));
            seal.write(List.of(jar));
        }
        return jar;
    }

    private static void unpack(Path jar, Path like) throws IOException {
        Path fresh = Files.createTempFile(jar.getParent(), NAME, ".unpacking");
        try (InputStream in = RedisJar.class.getResourceAsStream("/io/baton/master/jvm/" + NAME)) {
            if (in == null) {
                throw new IOException("this jar has no " + NAME + "; run master/target/master.jar as built");
            }
            Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
            share(fresh, like);
            Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** A library for the workers of another user has files that its group may read. */
    private static void share(Path file, Path like) throws IOException {
        PosixFileAttributes wanted = Files.readAttributes(like, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (!view.readAttributes().group().equals(wanted.group())) {
            view.setGroup(wanted.group());
        }
        view.setPermissions(wanted.permissions());
    }
}
