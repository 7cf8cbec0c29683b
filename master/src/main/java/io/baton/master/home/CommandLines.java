package io.baton.master.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The command lines of the processes of this machine (proc(5)). */
public final class CommandLines {

    private static final Path PROCESSES = Path.of("/proc");

    private CommandLines() {}

    /** Whether the command line of a process names a path under this directory. True if that cannot be known. */
    public static boolean name(Path directory) {
        // Compared as bytes, because a command line need not be text.
        String name = new String((directory + "/").getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (of(process).contains(name)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** The command line; empty if the process is gone. */
    private static String of(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
