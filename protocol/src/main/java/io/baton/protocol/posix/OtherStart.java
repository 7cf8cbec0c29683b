package io.baton.protocol.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The command line and the variables with which another process of this user was executed, as {@link SystemText} (proc(5)). */
public final class OtherStart {

    private OtherStart() {}

    /** Its command line, the program's name first; empty if it has ended. */
    public static List<String> commandLine(int pid) throws IOException {
        return OwnStart.split(Files.readAllBytes(file(pid, "cmdline")));
    }

    /** Its variables, as {@code NAME=value}. */
    public static List<String> variables(int pid) throws IOException {
        return OwnStart.split(Files.readAllBytes(file(pid, "environ")));
    }

    /** The directory in which it works now. */
    public static String directory(int pid) throws IOException {
        return Files.readSymbolicLink(file(pid, "cwd")).toString();
    }

    private static Path file(int pid, String name) {
        return Path.of("/proc", String.valueOf(pid), name);
    }
}
