package io.baton.protocol.posix;

import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * System calls on processes that Java does not offer: signals, exits, parents, priority, limits, environment. No connection
 * needs one of them. Unless a method says otherwise, it returns what the C function returned, or the negative error number.
 * Any thread may call.
 */
public final class Processes {

    public static final int SIGHUP = 1;
    public static final int SIGINT = 2;
    public static final int SIGQUIT = 3;
    public static final int SIGKILL = 9;
    public static final int SIGUSR1 = 10;
    public static final int SIGUSR2 = 12;
    public static final int SIGALRM = 14;
    public static final int SIGTERM = 15;
    public static final int SIGCONT = 18;
    public static final int SIGSTOP = 19;
    public static final int SIGTTIN = 21;
    public static final int SIGTTOU = 22;

    /** The result of {@link #waitpid} while the child lives. It is no wait status, which has 16 bits. */
    public static final int STILL_RUNNING = 0x10000;

    private static final int PR_SET_PDEATHSIG = 1;
    private static final int PR_GET_CHILD_SUBREAPER = 37;
    private static final int PRIO_PROCESS = 0;
    private static final int RLIMIT_NOFILE = 7;
    private static final int WNOHANG = 1;
    private static final int F_OK = 0;
    private static final int X_OK = 1;
    private static final int PATH_MAX = 4096;
    private static final int SYS_PIDFD_OPEN = 434;

    private Processes() {}

    /** Sends a signal to a process, or with a negative pid to its group (kill(2)). */
    public static int kill(int pid, int signal) {
        return (int) CLibrary.call("kill", pid, signal);
    }

    /**
     * Opens a descriptor that becomes readable when the process ends (pidfd_open(2)). Returns it, or a negative error
     * number.
     */
    public static int pidfdOpen(int pid) {
        return (int) CLibrary.call("syscall", SYS_PIDFD_OPEN, pid, 0);
    }

    /**
     * Reaps a child if it has ended (waitpid(2), WNOHANG). Never waits.
     *
     * @return the raw wait status, {@link #STILL_RUNNING}, or a negative error number
     */
    public static int waitpid(int pid) {
        return waitpid(pid, WNOHANG);
    }

    /** As {@link #waitpid}, but waits until the child has ended. Only for a thread that may block. */
    public static int waitpidBlocking(int pid) {
        return waitpid(pid, 0);
    }

    private static int waitpid(int pid, int options) {
        ByteBuffer status = Native.allocate(4);
        int result;
        do {
            result = (int) CLibrary.call("waitpid", pid, status, options);
        } while (result == -Errno.EINTR);
        if (result < 0) {
            return result;
        }
        return result == 0 ? STILL_RUNNING : status.getInt(0) & 0xffff;
    }

    /** The pid of this process (getpid(2)). */
    public static int pid() {
        return (int) CLibrary.call("getpid");
    }

    /** The number of the user as which this process acts (geteuid(2)). */
    public static int userId() {
        return (int) CLibrary.call("geteuid");
    }

    /** The bytes in a page of memory, the unit in which {@code /proc} counts (getpagesize(2)). */
    public static int pageSize() {
        return (int) CLibrary.call("getpagesize");
    }

    /** The pid of the parent. When the parent has ended, that of process 1 or of a subreaper (getppid(2)). */
    public static int parentPid() {
        return (int) CLibrary.call("getppid");
    }

    /**
     * Makes the kernel send this signal to this process when the thread that spawned it ends. Bound to the calling thread.
     */
    public static int signalOnParentDeath(int signal) {
        return (int) CLibrary.call("prctl", PR_SET_PDEATHSIG, signal, 0, 0, 0);
    }

    /** Whether orphans among the descendants of this process become its children (prctl(2), PR_SET_CHILD_SUBREAPER). */
    public static boolean isSubreaper() {
        ByteBuffer answer = Native.allocate(4);
        return CLibrary.call("prctl", PR_GET_CHILD_SUBREAPER, answer, 0, 0, 0) == 0 && answer.getInt(0) != 0;
    }

    /** Ends this process at once. The JVM runs no more code (_exit(2)). */
    public static void exitNow(int code) {
        CLibrary.call("_exit", code);
    }

    /**
     * Sets the nice value of a thread; a pid means the process's main thread (setpriority(2)). Its children and the threads
     * that it starts inherit the value.
     */
    public static int setNice(int pid, int nice) {
        return (int) CLibrary.call("setpriority", PRIO_PROCESS, pid, nice);
    }

    /** The number of descriptors that this process may have open: the soft limit (getrlimit(2), RLIMIT_NOFILE). */
    public static long descriptorLimit() {
        ByteBuffer limits = Native.allocate(16);
        long result = CLibrary.call("getrlimit", RLIMIT_NOFILE, limits);
        long soft = limits.getLong(0);
        // RLIM_INFINITY has all bits set. The call cannot fail.
        return result < 0 || soft < 0 ? Long.MAX_VALUE : soft;
    }

    /** A variable as the C library sees it now. {@link System#getenv} keeps the values of its first call. */
    public static @Nullable String environment(String name) {
        ByteBuffer key = Native.cString(name);
        long value = CLibrary.call("getenv", key);
        return value == 0 ? null : CLibrary.string(value);
    }

    /** All variables as the C library sees them now, as {@link SystemText}. */
    public static Map<String, String> environment() {
        return OwnStart.variables(CLibrary.strings("environ"));
    }

    /** Sets a variable for {@link Exec} and for the first call of {@link System#getenv}. Only while a single thread runs. */
    public static void setEnvironment(String name, String value) {
        ByteBuffer key = Native.cString(name);
        ByteBuffer text = Native.cString(value);
        CLibrary.call("setenv", key, text, 1);
    }

    /** Whether the path is a file that may be executed, and no directory (access(2)). */
    public static boolean isExecutable(String path) {
        return exists(path, X_OK) && !isDirectory(path);
    }

    /** Whether the path exists. */
    public static boolean exists(String path) {
        return exists(path, F_OK);
    }

    /** Whether the path is a directory that may be entered. */
    public static boolean isDirectory(String path) {
        return exists(path + "/.", F_OK);
    }

    private static boolean exists(String path, int how) {
        ByteBuffer name = Native.cString(path);
        return CLibrary.call("access", name, how) == 0;
    }

    /** The working directory of this process, or / if that is gone (getcwd(3)). */
    public static String workingDirectory() {
        ByteBuffer path = Native.allocate(PATH_MAX);
        long result = CLibrary.call("getcwd", path, PATH_MAX);
        // The kernel marks a directory that cannot be reached from here: the path does not begin with a slash.
        return result == 0 || path.get(0) != '/' ? "/" : Native.string(path);
    }

    /** Goes to / if the working directory of this process is gone (chdir(2)). */
    public static void leaveLostDirectory() {
        if (!isDirectory(".")) {
            CLibrary.call("chdir", Native.cString("/"));
        }
    }

    /** Removes a variable. Neither the first call of {@link System#getenv} nor children will see it. */
    public static void removeEnvironment(String name) {
        ByteBuffer key = Native.cString(name);
        CLibrary.call("unsetenv", key);
    }
}
