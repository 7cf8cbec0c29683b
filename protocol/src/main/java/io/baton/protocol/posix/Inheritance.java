package io.baton.protocol.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which descriptors of this process the program gets that replaces it (execve(2)): those that are not close-on-exec (fcntl(2),
 * F_SETFD). Any thread may call.
 */
public final class Inheritance {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int F_GETFD = 1;
    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;
    private static final int HIGHEST_STANDARD = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_DOMAIN = 39;
    private static final int AF_UNIX = 1;
    private static final int MSG_PEEK = 2;
    private static final int MSG_DONTWAIT = 0x40;

    private Inheritance() {}

    /**
     * Whether the next program gets the descriptor.
     *
     * @throws PosixException if it is not open
     */
    public static boolean includes(int number) throws PosixException {
        int flags = (int) CLibrary.call("fcntl", number, F_GETFD);
        Libc.check("fcntl(fd=" + number + ", F_GETFD)", flags);
        return (flags & FD_CLOEXEC) == 0;
    }

    /** The next program gets the descriptor. */
    public static void add(int number) throws PosixException {
        Libc.check("fcntl(fd=" + number + ", F_SETFD)", (int) CLibrary.call("fcntl", number, F_SETFD, 0));
    }

    /** The next program does not get the descriptor. */
    public static void remove(int number) throws PosixException {
        Libc.check("fcntl(fd=" + number + ", F_SETFD)", (int) CLibrary.call("fcntl", number, F_SETFD, FD_CLOEXEC));
    }

    /** The numbers above 2 that the next program gets. */
    public static List<Integer> numbers() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path entry : entries) {
                numbers.add(Integer.parseInt(entry.getFileName().toString()));
            }
        }
        // Only now: the directory itself was open, and is no more.
        numbers.removeIf(number -> {
            int flags = (int) CLibrary.call("fcntl", number, F_GETFD);
            return number <= HIGHEST_STANDARD || flags < 0 || (flags & FD_CLOEXEC) != 0;
        });
        return numbers;
    }

    /**
     * Whether it is one end of an AF_UNIX pair whose other end is closed, with nothing to read. The JDK keeps such a
     * socket, and no program has a use for one that it gets.
     */
    public static boolean isUnusable(int number) {
        ByteBuffer value = Native.allocate(8).putInt(4, Integer.BYTES);
        ByteBuffer length = value.slice(4, Integer.BYTES);
        long domain = CLibrary.call("getsockopt", number, SOL_SOCKET, SO_DOMAIN, value, length);
        if (domain < 0 || value.getInt(0) != AF_UNIX) {
            return false;
        }
        // At the end of the stream this is 0; a socket that listens or takes packets fails or has no end.
        return CLibrary.call("recv", number, value, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
    }

    /**
     * What the kernel calls the file of a descriptor, as {@code /dev/null} or {@code socket:[4711]} (proc(5)); empty if another
     * thread has closed it.
     */
    public static String file(int number) throws IOException {
        try {
            return Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(number)))
                    .toString();
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
