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
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files of an unpacked library. A {@link Seal} records their state when they were complete. */
final class LibraryFiles {

    static final String WORKER_JAR = "worker.jar";
    static final String MASTER_JAR = "master.jar";
    static final String JFFI = Unpacking.FIRST;
    static final String NODE_PRELOAD = "migrate.cjs";
    static final String NODE_SHARED = "shared.cjs";
    static final List<String> NODE = List.of(NODE_PRELOAD, NODE_SHARED, "shared-link.cjs", "shared-redis.cjs");
    static final String AGENT = "agent.jar";

    private static final String ARCHITECTURE = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";

    static final String NETTY =
            "libnetty_transport_native_epoll_" + (ARCHITECTURE.equals("aarch64") ? "aarch_64" : ARCHITECTURE) + ".so";

    /** Records a library that was unpacked by a master. */
    static final String SEAL = "files.seal";

    private static final int SHARE = 2;

    private LibraryFiles() {}

    /**
     * Unpacks, into an empty directory, the one file that a lock on the directory needs; {@link #unpack} unpacks the
     * others.
     */
    static void unpackFirst(Path into) throws IOException {
        unpack(JFFI, into);
    }

    /** Unpacks the other files. When this returns, they are on the disk. */
    static void unpack(Path own, Path into) throws IOException {
        unpack(WORKER_JAR, into);
        unpack(NETTY, into);
        for (String module : NODE) {
            unpack(module, into);
        }
        unpack(AGENT, into);
        if (Files.isRegularFile(own)) {
            Files.copy(own, into.resolve(MASTER_JAR));
        }
        seal(into).write(in(own, into));
    }

    /** Whether there is room for all files. Together they are smaller than two of the master's jar, which has the others compressed. */
    static boolean hasRoom(Path directory, Path own) throws IOException {
        return Files.getFileStore(directory).getUsableSpace() >= SHARE * Files.size(own);
    }

    /** Whether all files are there, each as large as in this jar. An image has checksums of its own. */
    static boolean areIn(Path directory, Path own) throws IOException {
        try (ZipFile jar = new ZipFile(own.toFile())) {
            for (Path file : in(directory, directory)) {
                String name = file.getFileName().toString();
                ZipEntry entry = jar.getEntry(resource(name).substring(1));
                if (entry == null || !Files.isRegularFile(file) || Files.size(file) != entry.getSize()) {
                    return false;
                }
            }
        }
        return true;
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
                directory.resolve(AGENT)));
        NODE.forEach(module -> files.add(directory.resolve(module)));
        if (Files.isRegularFile(own)) {
            files.add(directory.resolve(MASTER_JAR));
        }
        return files;
    }

    private static String resource(String name) {
        if (name.equals(JFFI)) {
            return "/jni/" + ARCHITECTURE + "-Linux/" + name;
        }
        return (name.equals(NETTY) ? "/META-INF/native/" : "/io/baton/master/jvm/") + name;
    }

    private static void unpack(String name, Path into) throws IOException {
        String resource = resource(name);
        Path target = into.resolve(name);
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
