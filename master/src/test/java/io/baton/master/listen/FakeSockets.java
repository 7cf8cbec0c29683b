package io.baton.master.listen;

import io.baton.master.config.ListenConfig;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import java.io.UncheckedIOException;

/** Sockets that no client can reach: each is the end of a pipe. */
public final class FakeSockets {

    private static int nextPort = 40_000;

    private FakeSockets() {}

    /** As if this listener had been opened, on another port each time if it wants a free one. */
    public static ListenSocket of(ListenConfig listener) {
        int port = listener.port() == 0 ? nextPort++ : listener.port();
        try {
            Fd[] pipe = Libc.pipe();
            pipe[1].close();
            return new ListenSocket(pipe[0], ListenAddress.tcp(listener.host(), port));
        } catch (PosixException e) {
            throw new UncheckedIOException(e);
        }
    }
}
