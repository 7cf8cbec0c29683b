package io.baton.protocol.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Acts on the files that this process has open. */
public final class OpenFiles {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;
    private static final int O_RDONLY = 0;
    private static final int O_CLOEXEC = 0x80000;

    private OpenFiles() {}

    /**
     * Replaces every descriptor of this process on one file by a descriptor on another file (dup3(2)). A reader continues
     * with the same number and at the beginning of the new file. Only for readers that seek before they read, and while
     * none reads.
     *
     * @return how many descriptors were replaced
     */
    public static int redirect(Path file, Path other) throws IOException {
        List<Integer> numbers = numbersOf(file.toRealPath());
        ByteBuffer path = Native.cString(other.toString());
        int opened = (int) CLibrary.call("open", path, O_RDONLY | O_CLOEXEC);
        Libc.check("open(" + other + ")", opened);
        try (Fd replacement = Fd.own(opened)) {
            for (int number : numbers) {
                int result = (int) CLibrary.call("dup3", replacement.number(), number, O_CLOEXEC);
                Libc.check("dup3(" + replacement + ", " + number + ")", result);
            }
        }
        return numbers.size();
    }

    /** Makes every descriptor of this process on a file close-on-exec (exec(2)). */
    public static void closeOnExec(Path file) throws IOException {
        for (int number : numbersOf(file.toRealPath())) {
            CLibrary.call("fcntl", number, F_SETFD, FD_CLOEXEC);
        }
    }

    private static List<Integer> numbersOf(Path file) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path entry : entries) {
                if (refersTo(entry, file)) {
                    numbers.add(Integer.parseInt(entry.getFileName().toString()));
                }
            }
        }
        return numbers;
    }

    private static boolean refersTo(Path entry, Path file) throws IOException {
        try {
            return Files.readSymbolicLink(entry).equals(file);
        } catch (NoSuchFileException e) {
            // The descriptor was closed after the directory was read.
            return false;
        }
    }
}
