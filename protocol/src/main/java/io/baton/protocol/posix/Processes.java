package io.baton.protocol.posix;

import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The system calls on processes that Java has no word for: signals, ends, parents, priority, limits, environment. None is on
 * the path of a connection. Unless said otherwise a result is what the C function returned, or the negative error number. Any
 * thread may call.
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

    /** What {@link #waitpid} returns while the child lives: not a status, which has 16 bits. */
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
        return (int) Libc.call("kill", pid, signal);
    }

    /** A descriptor that becomes readable when the process ends (pidfd_open(2)), or a negative error number. */
    public static int pidfdOpen(int pid) {
        return (int) Libc.call("syscall", SYS_PIDFD_OPEN, pid, 0);
    }

    /**
     * The status of an ended child, which is gone then, without waiting (waitpid(2), WNOHANG).
     *
     * @return the raw wait status, {@link #STILL_RUNNING}, or a negative error number
     */
    public static int waitpid(int pid) {
        return waitpid(pid, WNOHANG);
    }

    /** As {@link #waitpid}, but waits for the end; only for a thread that may block. */
    public static int waitpidBlocking(int pid) {
        return waitpid(pid, 0);
    }

    private static int waitpid(int pid, int options) {
        ByteBuffer status = Native.allocate(4);
        int result;
        do {
            result = (int) Libc.call("waitpid", pid, Native.address(status), options);
        } while (result == -Errno.EINTR);
        if (result < 0) {
            return result;
        }
        return result == 0 ? STILL_RUNNING : status.getInt(0) & 0xffff;
    }

    /** This process (getpid(2)). */
    public static int pid() {
        return (int) Libc.call("getpid");
    }

    /** Bytes in a page of memory, as {@code /proc} counts it (getpagesize(2)). */
    public static int pageSize() {
        return (int) Libc.call("getpagesize");
    }

    /** The parent, 1 or a subreaper once the parent is gone (getppid(2)). */
    public static int parentPid() {
        return (int) Libc.call("getppid");
    }

    /** Has the kernel send this signal to the process when the thread that spawned it ends; bound to the calling thread. */
    public static int signalOnParentDeath(int signal) {
        return (int) Libc.call("prctl", PR_SET_PDEATHSIG, signal, 0, 0, 0);
    }

    /** Whether orphans among the descendants of this process become its children (prctl(2), PR_SET_CHILD_SUBREAPER). */
    public static boolean isSubreaper() {
        ByteBuffer answer = Native.allocate(4);
        return Libc.call("prctl", PR_GET_CHILD_SUBREAPER, Native.address(answer), 0, 0, 0) == 0
                && answer.getInt(0) != 0;
    }

    /** Ends this process at once, as it is: the JVM does nothing any more (_exit(2)). */
    public static void exitNow(int code) {
        Libc.call("_exit", code);
    }

    /** Sets the nice value of a process' or thread's main thread (setpriority(2)); children and threads inherit it. */
    public static int setNice(int pid, int nice) {
        return (int) Libc.call("setpriority", PRIO_PROCESS, pid, nice);
    }

    /** How many descriptors this process may have open, the soft limit (getrlimit(2), RLIMIT_NOFILE). */
    public static long descriptorLimit() {
        ByteBuffer limits = Native.allocate(16);
        long result = Libc.call("getrlimit", RLIMIT_NOFILE, Native.address(limits));
        long soft = limits.getLong(0);
        // RLIM_INFINITY has all bits set. The call has no reason to fail.
        return result < 0 || soft < 0 ? Long.MAX_VALUE : soft;
    }

    /** The environment as the C library sees it now; unlike {@link System#getenv}, which remembers its first look. */
    public static @Nullable String environment(String name) {
        ByteBuffer key = Native.cString(name);
        long value = Libc.call("getenv", Native.address(key));
        return value == 0 ? null : Libc.string(value);
    }

    /** All variables as the C library sees them now, as {@link SystemText}. */
    public static Map<String, String> environment() {
        return OwnStart.variables(Libc.strings("environ"));
    }

    /** Sets a variable for {@link Exec}, and for {@link System#getenv}'s first call. While one thread runs. */
    public static void setEnvironment(String name, String value) {
        ByteBuffer key = Native.cString(name);
        ByteBuffer text = Native.cString(value);
        Libc.call("setenv", Native.address(key), Native.address(text), 1);
    }

    /** Whether there is a file at a path that may be executed, and it is no directory (access(2)). */
    public static boolean isExecutable(String path) {
        return exists(path, X_OK) && !isDirectory(path);
    }

    /** Whether there is something at a path. */
    public static boolean exists(String path) {
        return exists(path, F_OK);
    }

    /** Whether there is a directory at a path that may be entered. */
    public static boolean isDirectory(String path) {
        return exists(path + "/.", F_OK);
    }

    private static boolean exists(String path, int how) {
        ByteBuffer name = Native.cString(path);
        return Libc.call("access", Native.address(name), how) == 0;
    }

    /** The directory in which this process works, or / when that is gone (getcwd(3)). */
    public static String workingDirectory() {
        ByteBuffer path = Native.allocate(PATH_MAX);
        long result = Libc.call("getcwd", Native.address(path), PATH_MAX);
        // Of a directory that cannot be reached from here the kernel says so.
        return result == 0 || path.get(0) != '/' ? "/" : Libc.string(Native.address(path));
    }

    /** Takes a variable out of the environment that {@link System#getenv}'s first call and all children will see. */
    public static void removeEnvironment(String name) {
        ByteBuffer key = Native.cString(name);
        Libc.call("unsetenv", Native.address(key));
    }
}
