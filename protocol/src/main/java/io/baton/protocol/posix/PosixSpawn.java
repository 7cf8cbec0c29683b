package io.baton.protocol.posix;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Starts a program with posix_spawnp(3). The child gets exactly the descriptors, signal state and process group that are
 * asked for, whatever the JVM has open. {@link ProcessBuilder} can pass neither descriptor 3 nor a clean signal mask.
 *
 * <p>The child has descriptors 0, 1 and 2 and those given with {@link #pass}. All others are closed
 * (posix_spawn_file_actions_addclosefrom_np, glibc 2.34). Its signals have their defaults and are not blocked. By default
 * the child leads a process group of its own, so that a terminal's Ctrl-C reaches only the caller; {@link #group} changes
 * that. By default it works in the directory in which this JVM was started, or in / if that is gone, because no JVM starts
 * in a directory that is gone; {@link #directory} changes that.
 *
 * <p>Used once, on one thread. {@link #spawn} closes it, whether it succeeds or fails.
 */
public final class PosixSpawn implements AutoCloseable {

    private static final int POSIX_SPAWN_SETPGROUP = 0x02;
    private static final int POSIX_SPAWN_SETSIGDEF = 0x04;
    private static final int POSIX_SPAWN_SETSIGMASK = 0x08;
    private static final int POSIX_SPAWN_SETSID = 0x80;
    private static final int O_WRONLY = 1;
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x40;
    private static final int O_APPEND = 0x400;
    private static final int READABLE_BY_ALL = 0644;

    /** More than the structures of glibc need: attributes 336, file actions 80, a signal set 128 bytes. */
    private static final int OPAQUE_SIZE = 512;

    /** Higher than the numbers that a child gets, and low enough for a small RLIMIT_NOFILE. */
    private static final int FIRST_FREE_FD = 10;

    private static final String STARTED_IN = Processes.workingDirectory();

    private final ByteBuffer attributes = Native.allocate(OPAQUE_SIZE);
    private final ByteBuffer actions = Native.allocate(OPAQUE_SIZE);
    private final ByteBuffer signals = Native.allocate(OPAQUE_SIZE);
    private final List<String> command;
    private final List<String> environment;

    private String program;
    private String directory = Processes.isDirectory(STARTED_IN) ? STARTED_IN : "/";
    private Group group = Group.OWN;
    private int highestFd = 2;
    private boolean closed;

    static {
        InheritedSignals.keepExitStatuses();
    }

    /** The processes that get a terminal's signals together with the child. */
    public enum Group {
        /** No others: the child leads a process group of its own. */
        OWN,
        /** The caller's process group, as after fork(2). */
        CALLERS,
        /** No others, and no terminal: the child leads a session of its own (setsid(2)). */
        NEW_SESSION
    }

    /**
     * @param command the program, looked up in PATH if it has no slash, and its arguments
     * @param environment the child's whole environment, as {@code NAME=value}
     */
    public PosixSpawn(List<String> command, List<String> environment) {
        this.command = command;
        this.program = command.get(0);
        this.environment = environment;
        CLibrary.call("posix_spawnattr_init", attributes);
        CLibrary.call("posix_spawn_file_actions_init", actions);
    }

    /** The file to execute, instead of the first word of the command. */
    public PosixSpawn program(String path) {
        program = path;
        return this;
    }

    /** The process group of the child. */
    public PosixSpawn group(Group chosen) {
        group = chosen;
        return this;
    }

    /** The directory in which the child starts (posix_spawn_file_actions_addchdir_np, glibc 2.29). */
    public PosixSpawn directory(String path) {
        directory = path;
        return this;
    }

    /** Opens a file as the child's descriptor {@code number}, to append to it. The file is created if it does not exist. */
    public PosixSpawn appendTo(String path, int number) {
        return open(path, number, O_WRONLY | O_CREAT | O_APPEND);
    }

    /** Opens /dev/null as the child's descriptor {@code number}. Otherwise the child would get the one of this process. */
    public PosixSpawn nullDevice(int number) {
        return open("/dev/null", number, O_RDWR);
    }

    /**
     * Gives the child a copy of {@code source} as descriptor {@code number}. The caller still owns the original, which must
     * stay open until {@link #spawn} returns. Numbers above 2 are given in ascending order.
     */
    public PosixSpawn pass(Fd source, int number) {
        if (source.number() < FIRST_FREE_FD && source.number() != number) {
            throw new IllegalArgumentException("descriptor to pass: " + source + " (expected: >= " + FIRST_FREE_FD
                    + ", so that no copy covers it)");
        }
        highestFd = Math.max(highestFd, number);
        CLibrary.call("posix_spawn_file_actions_adddup2", actions, source.number(), number);
        return this;
    }

    /** Makes a copy of the descriptor with a number that no {@link #pass} overwrites. The caller owns the copy. */
    public static Fd outOfTheWay(Fd fd) throws PosixException {
        return Libc.duplicate(fd, FIRST_FREE_FD);
    }

    /**
     * Starts the child. Blocks until its exec has succeeded or failed, about a millisecond.
     *
     * @return its pid, which is also its process group unless it is in the caller's
     * @throws PosixException if the child could not be started; nothing is left of it then
     */
    public int spawn() throws PosixException {
        return spawn("posix_spawnp(" + command.get(0) + ")");
    }

    /** As {@link #spawn()}; an exception's message begins with this description. */
    public int spawn(String description) throws PosixException {
        ByteBuffer pid = Native.allocate(4);
        ByteBuffer file = Native.cString(program);
        ByteBuffer arguments = Native.cStrings(command);
        ByteBuffer variables = Native.cStrings(environment);
        try {
            prepare();
            int error = (int) CLibrary.call("posix_spawnp", pid, file, actions, attributes, arguments, variables);
            Libc.check(description, -error);
            return pid.getInt(0);
        } finally {
            close();
        }
    }

    /** Frees the memory of the C library, if the child was not spawned after all. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            CLibrary.call("posix_spawn_file_actions_destroy", actions);
            CLibrary.call("posix_spawnattr_destroy", attributes);
        }
    }

    private PosixSpawn open(String path, int number, int flags) {
        ByteBuffer name = Native.cString(path);
        // glibc copies the path.
        CLibrary.call("posix_spawn_file_actions_addopen", actions, number, name, flags, READABLE_BY_ALL);
        return this;
    }

    private void prepare() {
        CLibrary.call("sigfillset", signals);
        CLibrary.call("posix_spawnattr_setsigdefault", attributes, signals);
        CLibrary.call("sigemptyset", signals);
        CLibrary.call("posix_spawnattr_setsigmask", attributes, signals);
        CLibrary.call("posix_spawnattr_setpgroup", attributes, 0);
        int place =
                switch (group) {
                    case OWN -> POSIX_SPAWN_SETPGROUP;
                    case CALLERS -> 0;
                    case NEW_SESSION -> POSIX_SPAWN_SETSID;
                };
        CLibrary.call("posix_spawnattr_setflags", attributes, place | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
        ByteBuffer path = Native.cString(directory);
        CLibrary.call("posix_spawn_file_actions_addchdir_np", actions, path);
        CLibrary.call("posix_spawn_file_actions_addclosefrom_np", actions, highestFd + 1);
    }
}
