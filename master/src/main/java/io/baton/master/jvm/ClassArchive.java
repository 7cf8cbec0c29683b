package io.baton.master.jvm;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The class-data archive from which workers start, one for each JVM version: a dynamic CDS archive before JDK 25, an AOT
 * cache from then on (JEP 514). It halves the time that a worker takes to start. A JVM that cannot use it starts without
 * it.
 */
public final class ClassArchive {

    private static final boolean AOT = Runtime.version().feature() >= 25;

    private static final Logger LOG = System.getLogger(ClassArchive.class.getName());

    private final Path file;
    private final Seal seal;
    private final boolean wanted;

    /**
     * The archive of this JVM. A damaged one is deleted.
     *
     * @param wanted false to neither train nor use an archive
     */
    public ClassArchive(WorkerLibrary library, boolean wanted) {
        Path directory = library.directory();
        this.file = directory.resolve("worker-" + Jdk.keyIn(directory) + (AOT ? ".aot" : ".jsa"));
        this.seal = new Seal(file.resolveSibling(file.getFileName() + ".seal"));
        this.wanted = wanted;
        if (wanted && Files.exists(file) && !seal.broken(List.of(file)).isEmpty()) {
            delete("damaged, or not finished");
        }
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
        return AOT ? List.of("-XX:AOTCache=" + file) : List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto");
    }

    /** The flags with which a JVM writes an archive to this file when it exits. */
    public List<String> trainFlags(Path output) {
        return List.of((AOT ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + output);
    }

    /**
     * Claims the training, which only one master does at a time. Returns null if another one does it, or if the directory
     * cannot be written. Never blocks.
     */
    public @Nullable Training claim() {
        try {
            FileChannel lockFile = FileChannel.open(
                    file.resolveSibling("archive.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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
                seal.write(List.of(file));
                return true;
            } catch (IOException e) {
                return false;
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

        /** A JVM that makes an AOT cache leaves a recording beside it. */
        private void deleteConfiguration() throws IOException {
            Files.deleteIfExists(output.resolveSibling(output.getFileName() + ".config"));
        }
    }
}
