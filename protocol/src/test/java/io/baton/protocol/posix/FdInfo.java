package io.baton.protocol.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel reports of an open descriptor. */
public final class FdInfo {

    private static final int O_NONBLOCK = 04000;
    private static final int O_CLOEXEC = 02000000;

    private FdInfo() {}

    public static boolean isCloseOnExec(Fd fd) throws IOException {
        return (flags(fd) & O_CLOEXEC) != 0;
    }

    public static boolean isNonBlocking(Fd fd) throws IOException {
        return (flags(fd) & O_NONBLOCK) != 0;
    }

    /** The identity of the open file, as {@code socket:[4711]}. */
    static String file(Fd fd) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd.number())).toString();
    }

    private static int flags(Fd fd) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd.number()))) {
            if (line.startsWith("flags:")) {
                return Integer.parseInt(line.substring(6).strip(), 8);
            }
        }
        throw new IOException("no flags of " + fd);
    }
}
