package io.baton.master.jvm;

import io.baton.protocol.posix.OwnStart;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Ends a JVM that records an archive of its classes when it exits. If it cannot write the archive, because the disk is full
 * or the directory was deleted, a JVM prints a message and exits with 1, whatever exit code the program asked for.
 */
public final class RecordedExit {

    private static final String RECORDS = "-XX:ArchiveClassesAtExit=";

    /** The space that must be free: several times the size of a master's archive. */
    private static final long ENOUGH_BYTES = 100L << 20;

    private RecordedExit() {}

    /** Ends this process with the code. Records nothing if the archive could not be written. Does not return. */
    public static void exit(int code) {
        if (!canRecord()) {
            System.out.flush();
            System.err.flush();
            Processes.exitNow(code);
        }
        System.exit(code);
    }

    private static boolean canRecord() {
        try {
            for (String word : OwnStart.commandLine()) {
                if (word.startsWith(RECORDS)) {
                    Path directory = Path.of(word.substring(RECORDS.length())).getParent();
                    return directory != null
                            && Files.isWritable(directory)
                            && Files.getFileStore(directory).getUsableSpace() >= ENOUGH_BYTES;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
