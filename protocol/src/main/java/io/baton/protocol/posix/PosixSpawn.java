package io.baton.protocol.posix;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * posix_spawnp(3) with exactly the descriptors, signal state and process group that are asked for, whatever the JVM has
 * open. {@link ProcessBuilder} can pass neither descriptor 3 nor a clean signal mask.
 *
 * <p>The child gets descriptors 0, 1 and 2 and the numbered ones given with {@link #pass}; every other is closed
 * (posix_spawn_file_actions_addclosefrom_np, glibc 2.34), its signals are at their defaults and unblocked. Unless
 * {@link #group} says otherwise it leads a process group of its own, so that a terminal's Ctrl-C reaches the caller only.
 * Unless {@link #directory} does, it works in the directory that this JVM was started in, or in / when that is gone, where
 * no JVM would start. Used by one thread, once; {@link #spawn} closes it, whatever becomes of that.
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

    /** More than glibc's structures need: attributes 336, file actions 80, a signal set 128 bytes. */
    private static final int OPAQUE_SIZE = 512;

    /** Above the numbers that are passed, and low enough for a small RLIMIT_NOFILE. */
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

    /** Which processes a child is signalled together with. */
    public enum Group {
        /** None: it leads a process group of its own. */
        OWN,
        /** The caller's, as after fork(2). */
        CALLERS,
        /** None, and it has no terminal either: it leads a session of its own (setsid(2)). */
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
        Libc.call("posix_spawnattr_init", Native.address(attributes));
        Libc.call("posix_spawn_file_actions_init", Native.address(actions));
    }

    /** Starts this file, whatever name for it the command begins with. */
    public PosixSpawn program(String path) {
        program = path;
        return this;
    }

    /** Puts the child among others, or apart from them. */
    public PosixSpawn group(Group chosen) {
        group = chosen;
        return this;
    }

    /** Starts the child in this directory (posix_spawn_file_actions_addchdir_np, glibc 2.29). */
    public PosixSpawn directory(String path) {
        directory = path;
        return this;
    }

    /** Opens a file as the child's descriptor {@code number}, to write at its end; made if it does not exist. */
    public PosixSpawn appendTo(String path, int number) {
        return open(path, number, O_WRONLY | O_CREAT | O_APPEND);
    }

    /** Opens /dev/null as the child's descriptor {@code number}, instead of passing on the one of this process. */
    public PosixSpawn nullDevice(int number) {
        return open("/dev/null", number, O_RDWR);
    }

    /**
     * Gives the child a copy of {@code source} as descriptor {@code number}, open across its exec; the original stays the
     * caller's and must stay open until {@link #spawn} returns. Numbers above 2 are given in ascending order.
     */
    public PosixSpawn pass(Fd source, int number) {
        if (source.number() < FIRST_FREE_FD && source.number() != number) {
            throw new IllegalArgumentException("descriptor to pass: " + source + " (expected: >= " + FIRST_FREE_FD
                    + ", so that no copy covers it)");
        }
        highestFd = Math.max(highestFd, number);
        Libc.call("posix_spawn_file_actions_adddup2", Native.address(actions), source.number(), number);
        return this;
    }

    /** A copy of the descriptor whose number no {@link #pass} can cover; the caller owns it. */
    public static Fd outOfTheWay(Fd fd) throws PosixException {
        return Libc.duplicate(fd, FIRST_FREE_FD);
    }

    /**
     * Starts the child. Blocks until its exec succeeded or failed, about a millisecond.
     *
     * @return its pid, also its process group unless it is in the caller's
     * @throws PosixException if it could not be started; nothing is left of it then
     */
    public int spawn() throws PosixException {
        return spawn("posix_spawnp(" + command.get(0) + ")");
    }

    /** As {@link #spawn()}, with these words for what failed. */
    public int spawn(String description) throws PosixException {
        ByteBuffer pid = Native.allocate(4);
        ByteBuffer file = Native.cString(program);
        ByteBuffer arguments = Native.cStrings(command);
        ByteBuffer variables = Native.cStrings(environment);
        try {
            prepare();
            int error = (int) Libc.call(
                    "posix_spawnp",
                    Native.address(pid),
                    Native.address(file),
                    Native.address(actions),
                    Native.address(attributes),
                    Native.address(arguments),
                    Native.address(variables));
            Libc.check(description, -error);
            return pid.getInt(0);
        } finally {
            close();
        }
    }

    /** Frees what the C library holds, for one that is not spawned after all. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Libc.call("posix_spawn_file_actions_destroy", Native.address(actions));
            Libc.call("posix_spawnattr_destroy", Native.address(attributes));
        }
    }

    private PosixSpawn open(String path, int number, int flags) {
        ByteBuffer name = Native.cString(path);
        // glibc copies the path.
        Libc.call(
                "posix_spawn_file_actions_addopen",
                Native.address(actions),
                number,
                Native.address(name),
                flags,
                READABLE_BY_ALL);
        return this;
    }

    private void prepare() {
        long attr = Native.address(attributes);
        long set = Native.address(signals);
        Libc.call("sigfillset", set);
        Libc.call("posix_spawnattr_setsigdefault", attr, set);
        Libc.call("sigemptyset", set);
        Libc.call("posix_spawnattr_setsigmask", attr, set);
        Libc.call("posix_spawnattr_setpgroup", attr, 0);
        int place =
                switch (group) {
                    case OWN -> POSIX_SPAWN_SETPGROUP;
                    case CALLERS -> 0;
                    case NEW_SESSION -> POSIX_SPAWN_SETSID;
                };
        Libc.call("posix_spawnattr_setflags", attr, place | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
        ByteBuffer path = Native.cString(directory);
        Libc.call("posix_spawn_file_actions_addchdir_np", Native.address(actions), Native.address(path));
        Libc.call("posix_spawn_file_actions_addclosefrom_np", Native.address(actions), highestFd + 1);
    }
}
