package io.baton.master.shared;

import io.baton.master.carried.CarriedShared;
import io.baton.master.carried.CarriedSharedApplication;
import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Conductor;
import io.baton.protocol.loop.FdWatch;
import io.baton.protocol.posix.AbstractSocket;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.Processes;
import io.netty.channel.epoll.EpollIoOps;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state that the workers of a master share, kept by the master. The socket is there before the first worker that may ask
 * starts; all else begins when one asks. The socket has a name in the abstract namespace (unix(7)), so it needs no directory, and
 * is there for workers of any user; a process that is no worker is refused. Thread-safe unless a method says otherwise.
 */
public final class SharedState implements FdWatch.Owner {

    private static final Logger LOG = System.getLogger(SharedState.class.getName());
    private static final int BACKLOG = 128;
    private static final int NONE = -1;
    private static final long AGAIN_MS = 1_000;

    private final Conductor conductor;
    private final Path directory;
    private final Callers callers;
    private final BiConsumer<String, String> troubles;

    private String address = "";
    private int socket = NONE;
    private @Nullable FdWatch first;
    private @Nullable SharedServer server;

    /** What a former image has left for the server that begins. */
    private List<CarriedSharedApplication> inherited = List.of();

    private boolean failing;
    private boolean closed;

    /** Knows the workers of this master. */
    public interface Callers {

        /** Gives the worker with this pid to the consumer, null if it is none. Any thread may call, and the answer comes on any. */
        void find(int pid, Consumer<@Nullable Caller> consumer);
    }

    /**
     * A worker that shares state.
     *
     * @param app the name of its application
     * @param worker its own name, for the log
     * @param memoryBytes how much its application may keep
     */
    public record Caller(String app, String worker, long memoryBytes) {}

    /**
     * Of one master, which keeps nothing yet.
     *
     * @param directory for memory, where the kernel offers none without a file
     * @param troubles hears the name of an application, and in words what its operator should know; on any thread
     */
    public SharedState(Conductor conductor, Path directory, Callers callers, BiConsumer<String, String> troubles) {
        this.conductor = conductor;
        this.directory = directory;
        this.callers = callers;
        this.troubles = troubles;
    }

    /** Where workers ask, as {@code @NAME}. The first call makes the socket. */
    public synchronized String address() throws IOException {
        if (socket == NONE) {
            // Once bound the name is this master's, so it need not be hard to guess.
            String name = AbstractSocket.name("baton-" + Processes.pid() + "-" + Long.toHexString(System.nanoTime()));
            socket = AbstractSocket.listen(name, BACKLOG).release();
            address = "@" + name;
            conductor.post(this::awaitFirst);
        }
        return address;
    }

    /** Begins to wait for the first worker that asks. On the conductor. */
    private synchronized void awaitFirst() {
        if (closed || server != null) {
            return;
        }
        try {
            // The watch closes what it watches.
            first = conductor.watch(Libc.duplicate(Fd.own(socket), 0), EpollIoOps.EPOLLIN, this);
        } catch (PosixException e) {
            again(e, this::awaitFirst);
        }
    }

    @Override
    public synchronized void ready(EpollIoOps events) {
        FdWatch watch = first;
        if (watch != null) {
            watch.close();
            first = null;
            begin(List.of(), null);
        }
    }

    /** On another thread: it loads classes for some ten milliseconds. */
    private synchronized void begin(List<CarriedSharedApplication> carried, @Nullable SharedServer begun) {
        if (closed) {
            return;
        }
        inherited = carried;
        Thread opener = new Thread(() -> serve(carried, begun), "baton-shared-begin");
        opener.setDaemon(true);
        opener.start();
    }

    private void serve(List<CarriedSharedApplication> carried, @Nullable SharedServer begun) {
        SharedServer made = begun;
        try {
            if (made == null) {
                made = new SharedServer(directory, callers, troubles);
                made.goOn(carried);
            }
            made.open(Libc.duplicate(Fd.own(socket), 0).release());
        } catch (Exception | LinkageError e) {
            // There may be too few descriptors. What is wrong here must not end the master and its workers.
            SharedServer half = made;
            again(e, () -> begin(carried, half));
            return;
        }
        synchronized (this) {
            failing = false;
            if (closed) {
                made.close();
            } else {
                server = made;
            }
        }
    }

    private synchronized void again(Throwable reason, Runnable attempt) {
        if (!failing) {
            failing = true;
            LOG.log(Level.ERROR, "workers cannot share state until this succeeds: {0}", reason.toString());
        }
        Clock.Cancel unused = conductor.after(AGAIN_MS, attempt);
    }

    /** Forgets what applications have kept that are not among these. */
    public synchronized void keepOnly(Set<String> apps) {
        if (server != null) {
            server.keepOnly(apps);
        }
    }

    /** What each application shares, those that share nothing left out. */
    public synchronized Map<String, SharedFigures> figures() {
        return server == null ? Map.of() : server.figures();
    }

    /** What the next image of this master goes on with; null if there is nothing. */
    public synchronized @Nullable CarriedShared carried() {
        return socket == NONE
                ? null
                : new CarriedShared(address, socket, server == null ? inherited : server.carried());
    }

    /** Goes on where the former image of this master was. On the conductor. */
    public synchronized void goOn(@Nullable CarriedShared carried) {
        if (carried == null) {
            return;
        }
        address = carried.address();
        socket = carried.socket();
        if (carried.apps().isEmpty()) {
            awaitFirst();
        } else {
            begin(carried.apps(), null);
        }
    }

    /** Answers what was asked, and takes nothing more: another image of this master is about to go on. Waits for it. */
    public synchronized void leave() {
        if (server != null) {
            server.leave();
        }
    }

    /** There is no other image: goes on. */
    public synchronized void stay() {
        if (server != null) {
            server.stay();
        }
    }

    /** The master has ended. On the main thread. */
    public synchronized void close() {
        closed = true;
        if (server != null) {
            server.close();
        }
    }
}
