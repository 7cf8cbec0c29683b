package io.baton.master.jvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The class-data archive from which workers start, one for each JVM: a dynamic CDS archive before JDK 25, an AOT cache from
 * then on (JEP 514). It halves the time that a worker takes to start. A JVM that cannot use it starts without it.
 */
public final class ClassArchive {

    /** The first version that makes an AOT cache in one step. */
    public static final int AOT = 25;

    /** The file that a master locks while it trains. */
    private static final String LOCK = "archive.lock";

    /** How many archives of one application's copy stay. Each may have 100 MB. */
    private static final int MOST_KEPT = 3;

    private static final String SEAL = ".seal";

    /** Ends the name of a list of classes, from which an archive can be made. */
    public static final String CLASS_LIST = ".classes";

    /** Begins the names of files in an application's copy that are not the application's. */
    private static final String SERVER = "server-";

    private static final Logger LOG = System.getLogger(ClassArchive.class.getName());

    private final Path file;
    private final boolean isCache;
    private final Seal seal;
    private final boolean wanted;

    /** What is recorded with the archive when it is complete. */
    private final List<Path> sealed;

    /**
     * The archive of Baton's own workers on this JVM. A damaged one is deleted.
     *
     * @param wanted false to neither train nor use an archive
     */
    public ClassArchive(WorkerLibrary library, boolean wanted) {
        this(
                file(library.directory()),
                Jdk.OWN,
                wanted && (Jdk.OWN.version() >= AOT || Jdk.hasBaseArchive()),
                List.of());
    }

    private ClassArchive(Path file, Jdk jdk, boolean wanted, List<Path> more) {
        this.isCache = jdk.version() >= AOT;
        this.file = file.resolveSibling(file.getFileName() + (isCache ? ".aot" : ".jsa"));
        this.seal = new Seal(this.file.resolveSibling(this.file.getFileName() + SEAL));
        this.wanted = wanted;
        this.sealed = new ArrayList<>(List.of(this.file));
        this.sealed.addAll(more);
        if (wanted && Files.exists(this.file) && !isWhole()) {
            delete("damaged, or not finished");
        }
    }

    /**
     * The archive of an application that knows nothing of Baton.
     *
     * @param key tells it from those that other JVMs make, or this one with other options
     * @param directory the application's private copy, whose files are recorded with the archive, which fits no others
     * @throws IOException if it cannot be read
     */
    public static ClassArchive ofServer(Path directory, String key, Jdk jdk) throws IOException {
        return new ClassArchive(directory.resolve(SERVER + key), jdk, true, copied(directory));
    }

    private static List<Path> copied(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Iterator<Path> all = walk.iterator(); all.hasNext(); ) {
                Path path = all.next();
                String name = String.valueOf(path.getFileName());
                boolean ours = directory.equals(path.getParent()) && (name.startsWith(SERVER) || name.equals(LOCK));
                if (!ours && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    files.add(path);
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
        return files;
    }

    private boolean isWhole() {
        return sealed.size() == 1 ? seal.broken(sealed).isEmpty() : seal.isWhole();
    }

    /** Whether a directory has an archive of an application that knows nothing of Baton, and what belongs to it is complete. */
    public static boolean isWholeIn(Path directory) {
        try (DirectoryStream<Path> seals = Files.newDirectoryStream(directory, SERVER + "*" + SEAL)) {
            for (Path seal : seals) {
                if (new Seal(seal).isWhole()) {
                    return true;
                }
            }
        } catch (IOException e) {
            // Then there is none.
        }
        return false;
    }

    private static Path file(Path directory) {
        return directory.resolve("worker-" + Jdk.keyIn(directory));
    }

    /** Whether an archive is wanted and does not exist yet. */
    public boolean needsTraining() {
        return wanted && !seal.isUntouched(file);
    }

    /**
     * Deletes the archive, because a worker crashed before it was online, and a bad archive is the likeliest reason.
     *
     * @param worker for the log
     */
    public void suspect(String worker) {
        if (wanted && Files.exists(file)) {
            delete(worker + " crashed at its start");
        }
    }

    private void delete(String reason) {
        try {
            seal.delete();
            Files.deleteIfExists(file);
            LOG.log(Level.WARNING, "{0}: {1}; deleted, workers start without it until it is made again", file, reason);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0}: {1}, and not deleted: {2}", file, reason, e.getMessage());
        }
    }

    /**
     * The flags with which a JVM uses the archive. None if the file was changed since it was sealed: a JVM that maps a
     * damaged archive dies.
     */
    public List<String> useFlags() {
        if (!wanted || !seal.isUntouched(file)) {
            return List.of();
        }
        return isCache ? List.of("-XX:AOTCache=" + file) : List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto");
    }

    /** Whether the archive also has the profiles of methods (JEP 515), which are those of the training. */
    public boolean hasProfiles() {
        return isCache;
    }

    /** The flags with which a JVM writes an archive to this file when it exits. */
    public List<String> trainFlags(Path output) {
        return List.of((isCache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + output);
    }

    /**
     * Claims the training, which only one master does at a time. Returns null if another one does it, or if the directory
     * cannot be written. Never blocks.
     */
    public @Nullable Training claim() {
        try {
            FileChannel lockFile =
                    FileChannel.open(file.resolveSibling(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(lockFile)) {
                lockFile.close();
                return null;
            }
            return new Training(lockFile, file.resolveSibling(file.getFileName() + ".new"));
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean locked(FileChannel lockFile) {
        try {
            return lockFile.tryLock() != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    /** A training run that this master has claimed. It ends with {@link #keep} or {@link #discard}. */
    public final class Training {

        private final FileChannel lockFile;
        private final Path output;

        private Training(FileChannel lockFile, Path output) {
            this.lockFile = lockFile;
            this.output = output;
        }

        /** The file into which the trained JVM writes its archive. */
        public Path output() {
            return output;
        }

        /**
         * Makes the output the archive of all later workers, when it is on the disk. Not on the conductor. Returns whether
         * there was an output.
         */
        public boolean keep() {
            try (lockFile) {
                deleteConfiguration();
                Files.move(output, file, StandardCopyOption.ATOMIC_MOVE);
                seal.write(sealed);
                if (sealed.size() > 1) {
                    deleteOld();
                }
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        /**
         * Deletes the oldest archives of the same copy, which other JVMs, other options or other versions of Baton made. A
         * process that has mapped one keeps it.
         */
        private void deleteOld() throws IOException {
            List<Path> seals = new ArrayList<>();
            try (DirectoryStream<Path> found =
                    Files.newDirectoryStream(file.resolveSibling("."), SERVER + "*" + SEAL)) {
                found.forEach(seals::add);
            }
            seals.sort(Comparator.comparing(path -> -path.toFile().lastModified()));
            for (Path old : seals.subList(Math.min(MOST_KEPT, seals.size()), seals.size())) {
                Files.deleteIfExists(old);
                String name = old.getFileName().toString();
                Files.deleteIfExists(old.resolveSibling(name.substring(0, name.length() - SEAL.length())));
            }
        }

        /** Gives the run up. */
        public void discard() {
            try (lockFile) {
                deleteConfiguration();
                Files.deleteIfExists(output);
            } catch (IOException e) {
                // The next training run overwrites the file.
            }
        }

        /** A JVM that makes an AOT cache leaves a recording beside it; one that makes none, a list of its classes. */
        private void deleteConfiguration() throws IOException {
            Files.deleteIfExists(output.resolveSibling(output.getFileName() + CLASS_LIST));
            Files.deleteIfExists(output.resolveSibling(output.getFileName() + ".config"));
        }
    }
}
