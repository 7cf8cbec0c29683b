package io.baton.master.jvm;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The class-data archive from which masters start, one for each JVM. The first master of a home records it when it stops,
 * in about a second, and the next master finds it, so no JVM runs only to record it. A JVM that cannot use the archive
 * starts without it. But a JVM that maps a damaged file dies (SIGBUS, or an assertion), so each start checks its seal.
 */
final class MasterArchive {

    private static final Logger LOG = System.getLogger(MasterArchive.class.getName());

    private final Path file;
    private final Seal seal;

    /** The archive in this directory, which is that of one version of the jar. */
    MasterArchive(Path directory) {
        this.file = directory.resolve("master-" + Jdk.keyIn(directory) + ".jsa");
        this.seal = new Seal(file.resolveSibling(file.getFileName() + ".seal"));
    }

    /**
     * The flags with which a JVM uses the archive, or records one if there is none.
     *
     * @param command the JVM and its other flags
     * @param jar the jar that it executes
     */
    List<String> flags(List<String> command, Path jar) {
        if (!isWhole()) {
            adopt(command, jar);
        }
        if (Files.exists(file)) {
            return List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto");
        }
        return Files.isWritable(file.getParent()) && Jdk.hasBaseArchive()
                ? List.of("-XX:ArchiveClassesAtExit=" + file + "."
                        + ProcessHandle.current().pid())
                : List.of();
    }

    /** Whether the archive is undamaged. Deletes a damaged one. */
    private boolean isWhole() {
        if (!Files.exists(file)) {
            return false;
        }
        if (seal.broken(List.of(file)).isEmpty()) {
            return true;
        }
        try {
            seal.delete();
            Files.deleteIfExists(file);
            LOG.log(Level.WARNING, "{0}: damaged, deleted; a master records it again when it stops", file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0}: damaged and cannot be deleted: {1}", file, e.getMessage());
        }
        return false;
    }

    /** Takes over the archive that an ended master has recorded. A killed master leaves none. */
    private void adopt(List<String> command, Path jar) {
        try (DirectoryStream<Path> records = Files.newDirectoryStream(file.getParent(), file.getFileName() + ".*")) {
            for (Path record : records) {
                String name = record.toString();
                String pid = name.substring(name.lastIndexOf('.') + 1);
                if (name.endsWith(".seal") || isOthers(pid)) {
                    continue;
                }
                if (isRecorded(record) && works(record, command, jar)) {
                    Files.move(record, file, StandardCopyOption.ATOMIC_MOVE);
                    seal.write(List.of(file));
                } else {
                    Files.deleteIfExists(record);
                }
            }
        } catch (IOException e) {
            // Another starting master was faster, or no archive was recorded.
        }
    }

    /** Whether another process with this pid still records. In a container each master may be process 1, as this one. */
    private static boolean isOthers(String pid) {
        return Files.exists(Path.of("/proc", pid))
                && !pid.equals(String.valueOf(ProcessHandle.current().pid()));
    }

    /** Whether the file is complete: HotSpot writes the header last. */
    private static boolean isRecorded(Path record) throws IOException {
        try (DataInputStream header = new DataInputStream(Files.newInputStream(record))) {
            return header.readInt() != 0;
        }
    }

    /**
     * Whether a JVM can map it with all checksums right. Asked once for each archive: a JVM wrote it at its very end, and
     * the machine may have gone down before the file was on the disk.
     */
    private static boolean works(Path record, List<String> flags, Path jar) throws IOException {
        List<String> command = new ArrayList<>(flags);
        command.addAll(List.of("-XX:SharedArchiveFile=" + record, "-Xshare:on", "-XX:+VerifySharedSpaces"));
        // A failed check needs neither a report nor a core dump.
        command.addAll(List.of("-XX:+SuppressFatalErrorMessage", "-cp", jar.toString(), "-version"));
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
