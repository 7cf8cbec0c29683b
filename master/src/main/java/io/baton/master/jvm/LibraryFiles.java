package io.baton.master.jvm;

import io.baton.master.home.Unpacking;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of an unpacked library. A {@link Seal} records their state when they were complete. */
final class LibraryFiles {

    static final String WORKER_JAR = "worker.jar";
    static final String MASTER_JAR = "master.jar";
    static final String JFFI = Unpacking.FIRST;
    static final String NODE_PRELOAD = "migrate.cjs";
    static final String NODE_SHARED = "shared.cjs";
    static final String AGENT = "agent.jar";

    private static final String ARCHITECTURE = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";

    static final String NETTY =
            "libnetty_transport_native_epoll_" + (ARCHITECTURE.equals("aarch64") ? "aarch_64" : ARCHITECTURE) + ".so";

    private static final String SEAL = "files.seal";

    private LibraryFiles() {}

    /**
     * Unpacks, into an empty directory, the one file that a lock on the directory needs; {@link #unpack} unpacks the
     * others.
     */
    static void unpackFirst(Path into) throws IOException {
        copy("/jni/" + ARCHITECTURE + "-Linux/" + JFFI, into.resolve(JFFI));
    }

    /** Unpacks the other files. When this returns, they are on the disk. */
    static void unpack(Path own, Path into) throws IOException {
        copy("/io/baton/master/jvm/" + WORKER_JAR, into.resolve(WORKER_JAR));
        copy("/META-INF/native/" + NETTY, into.resolve(NETTY));
        copy("/io/baton/master/jvm/" + NODE_PRELOAD, into.resolve(NODE_PRELOAD));
        copy("/io/baton/master/jvm/" + NODE_SHARED, into.resolve(NODE_SHARED));
        copy("/io/baton/master/jvm/" + AGENT, into.resolve(AGENT));
        if (Files.isRegularFile(own)) {
            Files.copy(own, into.resolve(MASTER_JAR));
        }
        seal(into).write(in(own, into));
    }

    /** The files that are missing or changed. */
    static List<String> broken(Path own, Path directory) {
        return seal(directory).broken(in(own, directory));
    }

    /**
     * Replaces all files by complete ones, each by a rename, so that a process that has an old file open keeps it. Files
     * that were made from the old ones are deleted.
     */
    static void replace(Path own, Path fresh, Path directory) throws IOException {
        seal(directory).delete();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.filter(LibraryFiles::isArchive).toList()) {
                Files.deleteIfExists(entry);
            }
        }
        for (Path file : in(own, fresh)) {
            Files.move(
                    file,
                    directory.resolve(file.getFileName()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        seal(directory).write(in(own, directory));
    }

    private static boolean isArchive(Path file) {
        String name = file.getFileName().toString();
        return name.contains(".jsa") || name.contains(".aot");
    }

    private static Seal seal(Path directory) {
        return new Seal(directory.resolve(SEAL));
    }

    private static List<Path> in(Path own, Path directory) {
        List<Path> files = new ArrayList<>(List.of(
                directory.resolve(WORKER_JAR),
                directory.resolve(NETTY),
                directory.resolve(JFFI),
                directory.resolve(NODE_PRELOAD),
                directory.resolve(NODE_SHARED),
                directory.resolve(AGENT)));
        if (Files.isRegularFile(own)) {
            files.add(directory.resolve(MASTER_JAR));
        }
        return files;
    }

    private static void copy(String resource, Path target) throws IOException {
        try (InputStream in = LibraryFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("this jar has no " + resource + "; run master/target/master.jar as built");
            }
            Files.copy(in, target);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(target + " exists already", e);
        }
    }
}
