package io.baton.master.spawn;

import io.baton.master.config.Home;
import io.baton.protocol.posix.OpenFiles;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What workers are started from, unpacked from the master's jar into a private directory: {@code worker.jar} and the native
 * libraries; and a copy of the master's jar itself. Neither a respawn nor the master then depends on that jar, which may be
 * replaced, overwritten or deleted under a running master.
 *
 * <p>The directory is {@code <home>/lib/<key>}; the key is made of size, time and inode of the master's jar, because
 * hashing it would cost every start some 70 ms. Unpacked beside it and renamed: whoever sees the directory sees all of it.
 */
public final class WorkerLibrary {

    private static final Logger LOG = System.getLogger(WorkerLibrary.class.getName());
    private static final String ARCHITECTURE = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    private static final String NETTY_LIBRARY =
            "libnetty_transport_native_epoll_" + (ARCHITECTURE.equals("aarch64") ? "aarch_64" : ARCHITECTURE) + ".so";
    private static final String JFFI_LIBRARY = "libjffi-1.2.so";
    private static final String WORKER_JAR = "worker.jar";
    private static final String MASTER_JAR = "master.jar";
    private static final int KEPT_VERSIONS = 2;

    private final Path directory;

    /** One that was unpacked there already. */
    WorkerLibrary(Path directory) {
        this.directory = directory;
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
        Path temporary = Files.createTempDirectory("baton-", Home.PRIVATE);
        unpack(temporary);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> StaleVersions.delete(temporary)));
        return new WorkerLibrary(temporary);
    }

    /**
     * As {@link #prepare}, but only under {@code home}.
     *
     * @throws IOException if it cannot be written, or others can write in it
     */
    static WorkerLibrary prepareIn(Path home) throws IOException {
        Path lib = home.resolve("lib");
        Path directory = lib.resolve(key());
        Home.require(home);
        if (!isUnpacked(directory)) {
            Files.createDirectories(lib, Home.PRIVATE);
            unpackBeside(directory);
            StaleVersions.remove(lib, directory, KEPT_VERSIONS);
        }
        return new WorkerLibrary(directory);
    }

    /** The jar that workers run. */
    public Path workerJar() {
        return directory.resolve(WORKER_JAR);
    }

    /** Where things may be kept that belong to this version of the jar. */
    public Path directory() {
        return directory;
    }

    /** Has a JVM load the native libraries from here instead of unpacking them at every start. */
    List<String> nativeFlags() {
        return List.of("-Djava.library.path=" + directory, "-Djffi.boot.library.path=" + directory);
    }

    /**
     * Has this JVM read its classes from the copy of its jar. It loads them as they are needed, those of a stop perhaps
     * after weeks, and would find another version's bytes in a jar that was written over (cp(1), rsync --inplace).
     */
    public void readClassesHere() {
        try {
            Path own = ownLocation();
            if (Files.isRegularFile(own)) {
                OpenFiles.redirect(own, directory.resolve(MASTER_JAR));
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} must not be overwritten while it runs: {1}", MASTER_JAR, reason(e));
        }
    }

    /**
     * Loads the native libraries into this JVM from here, before Netty and jffi would unpack copies of their own, unless
     * its flags say where they are. Safe to call whether or not that happens to work: they still can.
     */
    public void loadHere() {
        if (System.getProperty("jffi.boot.library.path") == null) {
            loadJffiHere();
            loadNettyHere();
        }
        // Else from java.library.path.
        Epoll.ensureAvailability();
    }

    private void loadNettyHere() {
        try {
            System.load(directory.resolve(NETTY_LIBRARY).toString());
        } catch (UnsatisfiedLinkError e) {
            LOG.log(Level.DEBUG, "{0}", e.getMessage());
        }
    }

    /** The one behind our own native calls. */
    void loadJffiHere() {
        System.setProperty("jffi.boot.library.path", directory.toString());
    }

    private static void unpackBeside(Path directory) throws IOException {
        Path fresh = Files.createTempDirectory(directory.getParent(), StaleVersions.UNPACKING, Home.PRIVATE);
        try {
            unpack(fresh);
            Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            StaleVersions.delete(fresh);
            // Another master unpacked the same version first.
            if (!isUnpacked(directory)) {
                throw e;
            }
        }
    }

    private static boolean isUnpacked(Path directory) throws IOException {
        return Files.isRegularFile(directory.resolve(WORKER_JAR)) && Home.isOwnAndPrivate(directory);
    }

    private static void unpack(Path into) throws IOException {
        copy("/io/baton/master/spawn/" + WORKER_JAR, into.resolve(WORKER_JAR));
        copy("/META-INF/native/" + NETTY_LIBRARY, into.resolve(NETTY_LIBRARY));
        copy("/jni/" + ARCHITECTURE + "-Linux/" + JFFI_LIBRARY, into.resolve(JFFI_LIBRARY));
        Path own = ownLocation();
        if (Files.isRegularFile(own)) {
            Files.copy(own, into.resolve(MASTER_JAR));
        }
    }

    private static void copy(String resource, Path target) throws IOException {
        try (InputStream in = WorkerLibrary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("this jar has no " + resource + "; run master/target/master.jar as built");
            }
            Files.copy(in, target);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(target + " exists already", e);
        }
    }

    /** Of the jar this class came from; in a build tree, of the class directory. */
    private static String key() throws IOException {
        Path own = ownLocation();
        return Long.toHexString(Files.size(own))
                + "-" + Long.toHexString(Files.getLastModifiedTime(own).toMillis())
                + "-" + Long.toHexString(((Number) Files.getAttribute(own, "unix:ino")).longValue());
    }

    private static Path ownLocation() throws IOException {
        @Nullable CodeSource source = WorkerLibrary.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IOException("cannot tell which jar this program came from");
        }
        return Path.of(URI.create(source.getLocation().toString()));
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
