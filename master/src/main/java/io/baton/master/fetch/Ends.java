package io.baton.master.fetch;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.TcpPair;
import org.jspecify.annotations.Nullable;

/** The two ends of a connection of the master's own. Conductor thread only. */
final class Ends {

    private final @Nullable TcpPair tcp;
    private final Fd near;
    private final @Nullable Fd far;

    private Ends(@Nullable TcpPair tcp, Fd near, @Nullable Fd far) {
        this.tcp = tcp;
        this.near = near;
        this.far = far;
    }

    /** Makes them, of the kind that the listener's connections are. */
    static Ends of(Entrance entrance) throws PosixException {
        if (!entrance.unix()) {
            TcpPair pair = TcpPair.open();
            return new Ends(pair, pair.near(), null);
        }
        Fd[] pair = Libc.socketpair();
        Ends ends = new Ends(null, pair[0], pair[1]);
        try {
            Libc.setNonBlocking(pair[0]);
            Libc.setNonBlocking(pair[1]);
            return ends;
        } catch (PosixException e) {
            ends.close();
            throw e;
        }
    }

    /** Whether they are connected by now. */
    boolean connect() throws PosixException {
        return tcp == null || tcp.connects();
    }

    /** The end of the master. */
    Fd near() {
        return near;
    }

    /** The end of the worker, which the caller owns from here on. Only when they are connected. */
    Fd takeFar() {
        Fd end = tcp == null ? far : tcp.far();
        if (end == null) {
            throw new IllegalStateException("no end");
        }
        return Fd.own(end.release());
    }

    /** Closes what was not given away. */
    void close() {
        if (tcp != null) {
            tcp.close();
        }
        near.close();
        if (far != null) {
            far.close();
        }
    }
}
