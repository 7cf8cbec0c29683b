package io.baton.protocol.posix;

/** The error numbers that Baton distinguishes, as Linux numbers them on x86_64 and aarch64 (errno(3)), and their names. */
public final class Errno {

    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int ENOEXEC = 8;
    public static final int ECHILD = 10;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int EPIPE = 32;
    public static final int ENAMETOOLONG = 36;
    public static final int ENOSYS = 38;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENOBUFS = 105;
    public static final int ECONNREFUSED = 111;
    public static final int ECONNABORTED = 103;
    public static final int ECONNRESET = 104;
    public static final int ENOTCONN = 107;
    public static final int ETOOMANYREFS = 109;
    public static final int EINPROGRESS = 115;

    private Errno() {}

    /** Whether the same send may succeed later: the socket or the kernel has no room at the moment. */
    public static boolean meansLater(int errno) {
        return errno == EAGAIN || errno == ENOBUFS || errno == ETOOMANYREFS;
    }

    /** Whether this process or the whole system has no descriptor left. */
    public static boolean meansOutOfDescriptors(int errno) {
        return errno == EMFILE || errno == ENFILE;
    }

    /** Its name and text, as {@code EPIPE (Broken pipe)}. */
    public static String describe(int errno) {
        return CLibrary.errnoName(errno) + " (" + CLibrary.errnoText(errno) + ")";
    }
}
