package io.baton.master;

import io.baton.master.carried.CarriedMaster;
import io.baton.master.cli.ExitCode;
import io.baton.master.conductor.Conductor;
import io.baton.master.control.ControlSocket;
import io.baton.master.home.HomeLock;
import io.baton.protocol.posix.Fd;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How clients reach a master: a daemon must have its control socket, a master in the foreground may. Conductor thread only. */
final class ControlAccess {

    private final ControlSocket socket;
    private final Path home;
    private final @Nullable HomeLock lock;
    private final Conductor conductor;
    private final Ending ending;

    /**
     * Access that is not open yet.
     *
     * @param lock of the home, held by a daemon; null for a master in the foreground, which takes it if it is free
     * @param ending of a daemon that no client can reach
     */
    ControlAccess(ControlSocket socket, Path home, @Nullable HomeLock lock, Conductor conductor, Ending ending) {
        this.socket = socket;
        this.home = home;
        this.lock = lock;
        this.conductor = conductor;
        this.ending = ending;
    }

    /** Opens it. Not before the master is introduced: one that cannot start would keep the socket from another for a moment. */
    void open() {
        if (lock != null) {
            socket.open(lock, this::cannotBeReached);
        } else {
            // Posted, so that the starts of the first workers are ordered before it.
            conductor.post(socket::open);
        }
    }

    /** Goes on with what the former image of this master had open. */
    void goOn(CarriedMaster carried) {
        if (carried.control() >= 0) {
            HomeLock held = lock == null ? HomeLock.inherited(home, Fd.own(carried.lock())) : lock;
            socket.goOn(held, Fd.own(carried.control()));
        } else {
            conductor.post(socket::open);
        }
    }

    /** Whether a daemon's socket is not open yet. */
    boolean isAwaited() {
        return lock != null && socket.descriptor() < 0;
    }

    ControlSocket socket() {
        return socket;
    }

    /** No client can connect any more. On the main thread. */
    void close() {
        socket.close();
    }

    /** A daemon that no client can reach would run for ever. */
    private void cannotBeReached(String reason) {
        System.err.println("baton: no control socket: " + reason);
        ending.with(ExitCode.FAILED);
    }
}
