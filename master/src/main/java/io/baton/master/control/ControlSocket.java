package io.baton.master.control;

import io.baton.master.conductor.Conductor;
import io.baton.master.home.Home;
import io.baton.master.home.HomeLock;
import io.baton.master.home.PidFile;
import io.baton.protocol.loop.FdWatch;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PeerUser;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.Processes;
import io.baton.protocol.posix.UnixListener;
import io.netty.channel.epoll.EpollIoOps;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The socket {@code run/control.sock} in the home, on which the first master of that home answers its own user and root. The
 * conductor accepts. Until the first client comes there is nothing but the socket: no thread, no JSON.
 */
public final class ControlSocket implements FdWatch.Owner {

    private static final Logger LOG = System.getLogger(ControlSocket.class.getName());
    private static final String NAME = "control.sock";
    private static final int BACKLOG = 128;
    private static final int ROOT = 0;

    /** Of the mode of a file (inode(7)): S_IFMT and S_IFSOCK. */
    private static final int FILE_TYPE = 0170000;

    private static final int SOCKET = 0140000;

    /** A flood of clients must not keep the conductor from its workers. */
    private static final int MAX_ACCEPTS_PER_EVENT = 16;

    private static final long RETRY_MS = 1_000;

    /** A master that stops gives the home to one that has started already. */
    private static final long NEXT_TRY_MS = 2_000;

    /** The last events are sent in less, unless a client does not read. */
    private static final long LAST_EVENTS_MS = 500;

    private final Path home;
    private final Conductor conductor;
    private final MasterProxy master;
    private final Executor files;

    private @Nullable FdWatch watch;
    private @Nullable Clients clients;
    private @Nullable HomeLock lock;
    private @Nullable Fd listening;
    private @Nullable Consumer<String> impossible;
    private boolean closed;
    private boolean told;

    /**
     * A socket that is not open.
     *
     * @param home where it is opened, if it can be trusted
     * @param files runs what may wait for the disk
     */
    public ControlSocket(Path home, Conductor conductor, MasterProxy master, Executor files) {
        this.home = home;
        this.conductor = conductor;
        this.master = master;
        this.files = files;
    }

    /**
     * Opens the socket when no other master of this home has it, perhaps later. A master works without it, too, so a failure
     * is only a line in the log. On the conductor.
     */
    public void open() {
        files.execute(this::openFiles);
    }

    /**
     * As {@link #open()}, for a master that is of no use without it.
     *
     * @param held the lock of the home, owned from here on
     * @param whenImpossible is told why it cannot be opened; on any thread
     */
    public void open(HomeLock held, Consumer<String> whenImpossible) {
        synchronized (this) {
            lock = held;
            impossible = whenImpossible;
        }
        open();
    }

    /**
     * Goes on with the socket of the former image of this master. On the conductor.
     *
     * @param held the lock of the home, owned from here on
     * @param socket it listens, owned from here on
     */
    public void goOn(HomeLock held, Fd socket) {
        synchronized (this) {
            lock = held;
            listening = socket;
        }
        accept();
    }

    /** The descriptor of the home's lock, for the next image of this master; -1 if another master has it. */
    public synchronized int lockDescriptor() {
        return lock == null || listening == null ? -1 : lock.descriptor();
    }

    /** The descriptor of the socket, for the next image of this master; -1 if it is not open. */
    public synchronized int descriptor() {
        return lock == null || listening == null ? -1 : listening.number();
    }

    /** The master ends: clients that follow the events get the last ones, and the file goes. On the main thread. */
    public void close() {
        Clients served;
        synchronized (this) {
            closed = true;
            served = clients;
            removeFile();
        }
        if (served != null) {
            served.finish(LAST_EVENTS_MS);
        }
    }

    /** On the thread for files. */
    private synchronized void openFiles() {
        if (closed) {
            return;
        }
        try {
            Home.require(home);
            lock = lock == null ? HomeLock.take(home) : lock;
            if (lock == null) {
                tryAgain();
                return;
            }
            writePid(lock);
            listening = bind(lock.directory().resolve(NAME));
            conductor.post(this::accept);
        } catch (IOException e) {
            LOG.log(Level.INFO, "no control socket: {0}", e.getMessage());
            unlock();
            if (impossible != null) {
                impossible.accept(String.valueOf(e.getMessage()));
            }
        }
    }

    /** For the operator alone: nothing here reads it to send a signal. */
    private static void writePid(HomeLock held) {
        try {
            PidFile.write(held);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "no master.pid: {0}", e.getMessage());
        }
    }

    private void tryAgain() {
        if (!told) {
            told = true;
            LOG.log(Level.DEBUG, "no control socket: another master in {0} has it", home);
        }
        conductor.post(() -> conductor.after(NEXT_TRY_MS, this::open));
    }

    private synchronized void removeFile() {
        if (lock != null) {
            Path path = lock.directory().resolve(NAME);
            try {
                Files.deleteIfExists(path);
                PidFile.delete(lock);
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "{0} stays: {1}", path, e.getMessage());
            }
            unlock();
        }
    }

    private void unlock() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    /** The lock is held, so a socket that is there belongs to a killed master. */
    private static Fd bind(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (!isSocket(path)) {
                throw new IOException(path + " is not a socket, and stays");
            }
            Files.delete(path);
        }
        return UnixListener.openForOwner(path.toString(), BACKLOG);
    }

    private static boolean isSocket(Path path) throws IOException {
        Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return mode instanceof Integer number && (number & FILE_TYPE) == SOCKET;
    }

    private void accept() {
        Fd socket = socket();
        try {
            watch = conductor.watch(socket, EpollIoOps.EPOLLIN, this);
        } catch (PosixException e) {
            LOG.log(Level.WARNING, "no control socket: {0}", e.getMessage());
            socket.close();
            removeFile();
        }
    }

    private Fd socket() {
        return Objects.requireNonNull(listening, "not open");
    }

    @Override
    public void ready(EpollIoOps events) {
        Fd socket = socket();
        for (int accepted = 0; accepted < MAX_ACCEPTS_PER_EVENT; accepted++) {
            int number = Libc.accept(socket);
            if (number >= 0) {
                serve(Fd.own(number));
            } else if (number == -Errno.EAGAIN) {
                return;
            } else if (number != -Errno.ECONNABORTED && number != -Errno.EINTR) {
                pause();
                return;
            }
        }
    }

    private void serve(Fd client) {
        if (!isAllowed(client)) {
            client.close();
            return;
        }
        clients().add(client);
    }

    private synchronized Clients clients() {
        if (clients == null) {
            clients = new Clients(master);
        }
        return clients;
    }

    private static boolean isAllowed(Fd client) {
        try {
            int user = PeerUser.uid(client);
            boolean allowed = user == ROOT || user == Processes.userId();
            if (!allowed) {
                LOG.log(Level.WARNING, "control socket: user {0} is not allowed", String.valueOf(user));
            }
            return allowed;
        } catch (PosixException e) {
            return false;
        }
    }

    /** Out of descriptors. Clients wait in the backlog, so that the connections of the application come first. */
    private void pause() {
        FdWatch paused = watch;
        if (paused != null) {
            paused.interest(FdWatch.NOTHING);
            conductor.after(RETRY_MS, () -> paused.interest(EpollIoOps.EPOLLIN));
        }
    }
}
