package io.baton.master.jvm;

import io.baton.master.home.DirectoryTree;
import io.baton.master.home.Home;
import io.baton.master.home.StaleVersions;
import io.baton.master.home.TemporaryPlace;
import io.baton.master.home.Unpacking;
import io.baton.protocol.posix.Flock;
import io.baton.protocol.posix.OpenFiles;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files from which workers are started, unpacked from the master's jar into a private directory: {@code worker.jar},
 * the native libraries, and a copy of the master's jar. The jar itself may then be replaced, overwritten or deleted while a
 * master runs, and workers can still be started.
 *
 * <p>The directory is {@code <home>/lib/<key>}, see {@link OwnJar#key}. The files are unpacked beside it and renamed, so a
 * process sees all of them or none. A master holds a shared lock on the directory as long as it lives. Only a directory
 * that can be locked exclusively is deleted.
 */
public final class WorkerLibrary {

    private static final Logger LOG = System.getLogger(WorkerLibrary.class.getName());
    private static final int KEPT_VERSIONS = 2;

    /** Another start may delete an old version between two steps of this one, but not this often. */
    private static final int ATTEMPTS = 5;

    private final Path place;
    private final Path directory;
    private final @Nullable Flock lock;

    /** A library that is unpacked already. */
    public WorkerLibrary(Path directory) {
        this(directory, directory, null);
    }

    WorkerLibrary(Path place, Path directory, @Nullable Flock lock) {
        this.place = place;
        this.directory = directory;
        this.lock = lock;
    }

    /** A library that was copied; the lock says that this process uses it. */
    static WorkerLibrary copied(Path directory, @Nullable Flock lock) {
        return new WorkerLibrary(directory, directory, lock);
    }

    /** Deletes this library, which is a copy for one application, and no process runs from it any more. */
    public void endCopy() {
        DirectoryTree.delete(directory);
        if (lock != null) {
            lock.close();
        }
    }

    /**
     * Finds the unpacked library of this jar, or unpacks it: beside the jar in an {@link ImageLibrary image}, in {@code home},
     * or, if that cannot be written, in a directory of its own in the temporary directory, which costs time at every start.
     *
     * @throws IOException if neither can be written
     */
    public static WorkerLibrary prepare(Path home) throws IOException {
        try {
            return prepareIn(home);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0}: {1}; using a temporary directory", home, reason(e));
        }
        ClassPath.requireEntry(Path.of(System.getProperty("java.io.tmpdir")));
        return prepareTemporarily(OwnJar.location(), TemporaryPlace.create());
    }

    /** Unpacks the library into an empty directory, which is deleted when this process ends. */
    private static WorkerLibrary prepareTemporarily(Path own, Path temporary) throws IOException {
        try (Unpacking unpacking = new Unpacking(temporary)) {
            // The tmpfs of a container may have room for all but a copy of this jar.
            fill(unpacking, LibraryFiles.hasRoom(temporary, own) ? own : temporary);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> DirectoryTree.delete(temporary)));
            return new WorkerLibrary(temporary, temporary, unpacking.keep());
        }
    }

    /**
     * As {@link #prepare}, but only in an image or in {@code home}. Also loads jffi from there.
     *
     * @throws IOException if the home cannot be written, or if others can write in it
     */
    static WorkerLibrary prepareIn(Path home) throws IOException {
        Path own = OwnJar.location();
        WorkerLibrary image = ImageLibrary.find(own, home);
        if (image != null) {
            NativeLibraries.nameJffi(image.directory);
            return image;
        }
        Home.require(home);
        // It may be a link to another disk, which createDirectories refuses before JDK 20.
        if (!Files.isDirectory(home.resolve("lib"))) {
            Files.createDirectories(home.resolve("lib"), Home.PRIVATE);
        }
        // The real path: archives fit only one path, and the home may have been named by a link.
        Path lib = home.resolve("lib").toRealPath();
        ClassPath.requireEntry(lib);
        // The master runs from the copy after it has executed itself again.
        @Nullable Path copied = own.getParent();
        Path directory = copied != null && lib.equals(copied.getParent()) ? copied : lib.resolve(OwnJar.key(own));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            boolean unpacked = unpackOrMend(own, directory);
            WorkerLibrary library = lock(lib, directory);
            if (library != null) {
                if (unpacked) {
                    StaleVersions.remove(lib, directory, KEPT_VERSIONS);
                }
                return library;
            }
        }
        throw new IOException(directory + " is deleted again and again");
    }

    /** Unpacks the library. Returns false if it is unpacked already. */
    private static boolean unpackOrMend(Path own, Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            unpackBeside(own, directory);
            return true;
        }
        if (!Home.isOwnAndPrivate(directory)) {
            throw new IOException(directory + " can be written by others (expected: mode 700)");
        }
        StaleVersions.use(directory);
        List<String> broken = LibraryFiles.broken(own, directory);
        if (!broken.isEmpty()) {
            mend(own, directory);
            LOG.log(Level.WARNING, "{0}: {1} damaged or missing, all unpacked again", directory, broken);
        }
        return false;
    }

    /** Locks the directory. Null if it was deleted meanwhile. */
    private static @Nullable WorkerLibrary lock(Path lib, Path directory) throws IOException {
        Path home = lib.resolveSibling("");
        NativeLibraries.nameJffi(directory);
        try {
            @Nullable Flock lock = Flock.shared(directory);
            if (lock != null && lock.isAtItsPath()) {
                // The program before exec(2) has left a lock that workers must not inherit.
                OpenFiles.closeOnExec(directory);
                return new WorkerLibrary(home, directory, lock);
            }
            if (lock != null) {
                lock.close();
            }
            return null;
        } catch (IOException e) {
            if (!Files.isDirectory(directory)) {
                return null;
            }
            // On a file system without locks no process can lock the directory exclusively either, so it is never
            // deleted.
            LOG.log(Level.DEBUG, "{0}", e.getMessage());
            return new WorkerLibrary(home, directory, null);
        }
    }

    /** Makes the lock outlive exec(2). */
    void keepAcrossExec() {
        if (lock != null) {
            lock.keepAcrossExec();
        }
    }

    /** The jar that workers run. */
    public Path workerJar() {
        return directory.resolve(LibraryFiles.WORKER_JAR);
    }

    /** The agent that makes a server a worker. */
    public Path agentJar() {
        return directory.resolve(LibraryFiles.AGENT);
    }

    /**
     * The jar to put behind {@link #workerJar} on the class path of workers whose shared state is in Redis. Unpacked at the first
     * call; a library that needs none has none. Any thread.
     *
     * @throws IOException if it cannot be unpacked
     */
    public Path redisJar() throws IOException {
        return RedisJar.in(directory);
    }

    /** The file that Node workers load before their program if they are to give connections back. */
    public Path nodePreload() {
        return directory.resolve(LibraryFiles.NODE_PRELOAD);
    }

    /** The module with which Node programs use the state that workers share. */
    public Path nodeShared() {
        return directory.resolve(LibraryFiles.NODE_SHARED);
    }

    /** The copy of the master's jar. A build tree has none. */
    Path masterJar() {
        return directory.resolve(LibraryFiles.MASTER_JAR);
    }

    /** A directory for files that belong to this version of the jar. */
    public Path directory() {
        return directory;
    }

    /** The directory of the libraries of all versions in a home. */
    Path versions() {
        return place.resolve("lib");
    }

    /** The directory for copies of applications: in the home, or in the temporary directory with the other files. */
    public Path applications() {
        return place.resolve("app");
    }

    /** The directory for copies of applications that are kept with their class-data archive, one directory for each. */
    public Path servers() {
        return place.resolve("server");
    }

    /** The flags with which a JVM loads the native libraries from here. Without them it would unpack them at every start. */
    public List<String> nativeFlags() {
        return List.of("-Djava.library.path=" + directory, "-Djffi.boot.library.path=" + directory);
    }

    /**
     * Makes this JVM read its classes from the copy of its jar. A JVM loads classes when it needs them, those of a stop
     * perhaps after weeks. From a jar that was overwritten (cp(1), rsync --inplace) it would read another version's bytes.
     */
    public void readClassesHere() {
        try {
            Path own = OwnJar.location();
            if (Files.isRegularFile(own) && !own.equals(masterJar())) {
                OpenFiles.redirect(own, masterJar());
            }
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "{0} must not be overwritten while it runs: {1}",
                    LibraryFiles.MASTER_JAR,
                    reason(e));
        }
    }

    /**
     * Loads the native libraries into this JVM from here, before Netty and jffi unpack copies of their own, unless the
     * JVM's flags name another place. If this fails, Netty and jffi can still unpack their copies.
     */
    public void loadHere() {
        NativeLibraries.load(directory);
    }

    private static void unpackBeside(Path own, Path directory) throws IOException {
        try (Unpacking unpacking = Unpacking.beside(directory)) {
            fill(unpacking, own);
            unpacking.moveTo(directory);
        }
    }

    private static void mend(Path own, Path directory) throws IOException {
        try (Unpacking unpacking = Unpacking.beside(directory)) {
            fill(unpacking, own);
            LibraryFiles.replace(own, unpacking.directory(), directory);
        }
    }

    private static void fill(Unpacking unpacking, Path own) throws IOException {
        Path directory = unpacking.directory();
        try {
            LibraryFiles.unpackFirst(directory);
            NativeLibraries.nameJffi(directory);
            unpacking.lock();
            LibraryFiles.unpack(own, directory);
        } catch (IOException e) {
            throw new IOException("cannot unpack into " + directory + ": " + e.getMessage(), e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
