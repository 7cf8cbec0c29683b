package io.baton.master.home;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file {@code run/master.pid}: the pid of the master that has the home, and when the kernel says that it started. A process
 * with this number that started at another time is another one.
 */
public final class PidFile {

    private static final String NAME = "master.pid";

    /** Fields of stat (proc(5)) after the name, which may hold anything, as blanks. */
    private static final int START_TIME = 19;

    private PidFile() {}

    /** Writes that of this process. */
    public static void write(HomeLock lock) throws IOException {
        byte[] line = (Processes.pid() + " " + startTime() + "\n").getBytes(StandardCharsets.US_ASCII);
        SafeFile.write(lock.directory().resolve(NAME), line);
    }

    /** Deletes it, if it is there. */
    public static void delete(HomeLock lock) throws IOException {
        Files.deleteIfExists(lock.directory().resolve(NAME));
    }

    /** Its first word; a question mark if there is none. */
    public static String pid(Path home) {
        try {
            String line = Files.readString(home.resolve("run").resolve(NAME), StandardCharsets.US_ASCII);
            int end = line.indexOf(' ');
            return end < 0 ? "?" : line.substring(0, end);
        } catch (IOException e) {
            return "?";
        }
    }

    private static String startTime() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START_TIME];
    }
}
