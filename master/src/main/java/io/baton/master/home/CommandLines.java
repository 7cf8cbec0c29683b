package io.baton.master.home;

import io.baton.protocol.posix.ProcessTitle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The command lines of the processes of this machine (proc(5)). Those of Baton's own processes show a title instead; the files
 * that such a process has open tell what it was started from.
 */
public final class CommandLines {

    private static final Path PROCESSES = Path.of("/proc");

    private CommandLines() {}

    /** Whether the command line of a process names a path under this directory. True if that cannot be known. */
    public static boolean name(Path directory) {
        // Compared as bytes, because a command line need not be text.
        String name = new String((directory + "/").getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                String line = of(process);
                if (line.contains(name) || (line.startsWith(ProcessTitle.PREFIX) && hasOpen(process, directory))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether the process has a file of the directory open. False for a process of another user, whose files cannot be seen. */
    private static boolean hasOpen(Path process, Path directory) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (target(descriptor).startsWith(directory + "/")) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // It has ended, or is another user's.
        }
        return false;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
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
