package io.baton.master.jvm;

import io.baton.protocol.posix.OwnStart;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The end of a JVM that records an archive of its classes when it exits. One that cannot write it, on a full disk or in a
 * directory that was deleted, says so and exits with 1, whatever its program's code was.
 */
public final class RecordedExit {

    private static final String RECORDS = "-XX:ArchiveClassesAtExit=";

    /** Several times the size of an archive of the master's. */
    private static final long ENOUGH_BYTES = 100L << 20;

    private RecordedExit() {}

    /** Ends this process with the code, without recording anything if that could not be written; does not return. */
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
