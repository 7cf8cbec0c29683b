package io.baton.master.spawn;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The class-data archive that masters start from, one for each JVM version. The first master of a home records it when it
 * stops, which takes it a second, and the next one to start finds it: nothing has to be run only to be recorded. A JVM that
 * finds it unfit goes without.
 */
final class MasterArchive {

    private final Path file;

    /** The archive in this directory, which belongs to one version of the jar. */
    MasterArchive(Path directory) {
        this.file = directory.resolve("master-" + Runtime.version() + ".jsa");
    }

    /**
     * Has a JVM use the archive, or record it if there is none.
     *
     * @param pid of that JVM
     */
    List<String> flags(long pid) {
        if (!Files.exists(file)) {
            adopt();
        }
        return Files.exists(file)
                ? List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto")
                : List.of("-XX:ArchiveClassesAtExit=" + file + "." + pid);
    }

    /** What a master recorded that has ended; of one that was killed meanwhile, nothing. */
    private void adopt() {
        try (DirectoryStream<Path> records = Files.newDirectoryStream(file.getParent(), file.getFileName() + ".*")) {
            for (Path record : records) {
                String name = record.toString();
                if (Files.exists(Path.of("/proc", name.substring(name.lastIndexOf('.') + 1)))) {
                    continue;
                }
                if (isWhole(record)) {
                    Files.move(record, file, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    Files.deleteIfExists(record);
                }
            }
        } catch (IOException e) {
            // Another master that starts was faster, or there is nothing to be had.
        }
    }

    /** HotSpot writes the header last. */
    private static boolean isWhole(Path record) throws IOException {
        try (DataInputStream header = new DataInputStream(Files.newInputStream(record))) {
            return header.readInt() != 0;
        }
    }
}
