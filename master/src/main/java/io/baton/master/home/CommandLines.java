package io.baton.master.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the processes of this machine were started with (proc(5)). */
public final class CommandLines {

    private static final Path PROCESSES = Path.of("/proc");

    private CommandLines() {}

    /** Whether a process was started with something under this directory; true if that cannot be known. */
    public static boolean name(Path directory) {
        // As bytes: a command line need not be text.
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

    /** Empty of a process that is gone. */
    private static String of(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
