package io.baton.master.jvm;

import io.baton.master.home.DirectoryTree;
import io.baton.master.home.Home;
import io.baton.master.home.StaleVersions;
import io.baton.master.home.TemporaryPlace;
import io.baton.master.home.Unpacking;
import io.baton.protocol.posix.Flock;
import io.baton.protocol.posix.OpenFiles;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What workers are started from, unpacked from the master's jar into a private directory: {@code worker.jar} and the native
 * libraries; and a copy of the master's jar itself. Neither a respawn nor the master then depends on that jar, which may be
 * replaced, overwritten or deleted under a running master.
 *
 * <p>The directory is {@code <home>/lib/<key>}, see {@link OwnJar#key}. Unpacked beside it and renamed: whoever sees the
 * directory sees all of it. A master shares a lock on it as long as it lives, and only what can be locked exclusively is
 * ever deleted.
 */
public final class WorkerLibrary {

    private static final Logger LOG = System.getLogger(WorkerLibrary.class.getName());
    private static final int KEPT_VERSIONS = 2;

    /** Another start may delete an old version between two steps of this one, but not again and again. */
    private static final int ATTEMPTS = 5;

    private final Path place;
    private final Path directory;
    private final @Nullable Flock lock;

    /** One that was unpacked there already. */
    WorkerLibrary(Path directory) {
        this(directory, directory, null);
    }

    private WorkerLibrary(Path place, Path directory, @Nullable Flock lock) {
        this.place = place;
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Finds the unpacked library of this jar, or unpacks it: under {@code home} if that can be written, else in a
     * directory of its own among the temporary files, which costs time at every start and nothing else.
     *
     * @throws IOException if it can be written nowhere
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

    /** Unpacks it into an empty directory, which goes with this process. */
    private static WorkerLibrary prepareTemporarily(Path own, Path temporary) throws IOException {
        try (Unpacking unpacking = new Unpacking(temporary)) {
            fill(unpacking, own);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> DirectoryTree.delete(temporary)));
            return new WorkerLibrary(temporary, temporary, unpacking.keep());
        }
    }

    /**
     * As {@link #prepare}, but only under {@code home}. Loads jffi from there.
     *
     * @throws IOException if it cannot be written, or others can write in it
     */
    static WorkerLibrary prepareIn(Path home) throws IOException {
        Home.require(home);
        Files.createDirectories(home.resolve("lib"), Home.PRIVATE);
        // One name for it, by whatever links the home was named: archives fit no other.
        Path lib = home.resolve("lib").toRealPath();
        ClassPath.requireEntry(lib);
        Path own = OwnJar.location();
        // The master runs from the copy once it has executed itself again.
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

    /** Returns whether it was not there. */
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

    /** Null if the directory was deleted meanwhile. */
    private static @Nullable WorkerLibrary lock(Path lib, Path directory) throws IOException {
        Path home = lib.resolveSibling("");
        loadJffi(directory);
        try {
            @Nullable Flock lock = Flock.shared(directory);
            if (lock != null && lock.isAtItsPath()) {
                // The program before exec left one that must not go on to the workers.
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
            // A file system without locks: then nobody can lock it exclusively either, and it is never deleted.
            LOG.log(Level.DEBUG, "{0}", e.getMessage());
            return new WorkerLibrary(home, directory, null);
        }
    }

    /** The lock outlives exec(2). */
    void keepAcrossExec() {
        if (lock != null) {
            lock.keepAcrossExec();
        }
    }

    /** The jar that workers run. */
    public Path workerJar() {
        return directory.resolve(LibraryFiles.WORKER_JAR);
    }

    /** The copy of the master's jar; there is none in a build tree. */
    Path masterJar() {
        return directory.resolve(LibraryFiles.MASTER_JAR);
    }

    /** Where things may be kept that belong to this version of the jar. */
    public Path directory() {
        return directory;
    }

    /** Where the libraries of all versions are, in a home. */
    Path versions() {
        return place.resolve("lib");
    }

    /** Where copies of applications may be kept: in the home, or with all else among the temporary files. */
    public Path applications() {
        return place.resolve("app");
    }

    /** Has a JVM load the native libraries from here instead of unpacking them at every start. */
    public List<String> nativeFlags() {
        return List.of("-Djava.library.path=" + directory, "-Djffi.boot.library.path=" + directory);
    }

    /**
     * Has this JVM read its classes from the copy of its jar. It loads them as they are needed, those of a stop perhaps
     * after weeks, and would find another version's bytes in a jar that was written over (cp(1), rsync --inplace).
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
     * Loads the native libraries into this JVM from here, before Netty and jffi would unpack copies of their own, unless
     * its flags say where they are. Safe to call whether or not that happens to work: they still can.
     */
    public void loadHere() {
        if (!System.getProperty("java.library.path", "").equals(directory.toString())) {
            loadJffi(directory);
            loadNettyHere();
        }
        // Else from java.library.path.
        Epoll.ensureAvailability();
    }

    private void loadNettyHere() {
        try {
            System.load(directory.resolve(LibraryFiles.NETTY).toString());
        } catch (UnsatisfiedLinkError e) {
            LOG.log(Level.DEBUG, "{0}", e.getMessage());
        }
    }

    /** The one behind our own native calls. */
    private static void loadJffi(Path directory) {
        System.setProperty("jffi.boot.library.path", directory.toString());
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
            loadJffi(directory);
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
