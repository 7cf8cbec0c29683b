package io.baton.master.dispatch;

import io.baton.master.conductor.Clock;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Connections with a real descriptor each, and the clients at their other ends, which hang up after the test. */
public final class Clients implements AfterEachCallback {

    private static final ListenKey KEY = new ListenKey("null:3000:4:undefined:0");

    private final Clock clock;
    private final Map<Connection, Fd> clients = new HashMap<>();
    private final List<Fd> fillers = new ArrayList<>();

    public Clients(Clock clock) {
        this.clock = clock;
    }

    /** A connection that was accepted just now. */
    public Connection connect() {
        return connectFrom(Connection.NO_PEER);
    }

    /** A connection that was accepted just now from the host of this number. */
    public Connection connectFrom(int peer) {
        return connectServed(peer, null);
    }

    /** A connection from the host of this number that a worker gave back just now. */
    public Connection connectServed(int peer, @Nullable Return given) {
        try {
            Fd[] pair = Libc.socketpair();
            Libc.setNonBlocking(pair[0]);
            Libc.setNonBlocking(pair[1]);
            Connection connection = new Connection(pair[1], KEY, clock.nanoTime(), peer, given);
            clients.put(connection, pair[0]);
            return connection;
        } catch (PosixException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #connect}, with one descriptor instead of two, for when many are needed. */
    public Connection connectCheaply() {
        return connectCheaply(Connection.NO_PEER);
    }

    /** As {@link #connectCheaply()}, from the host of this number. */
    public Connection connectCheaply(int peer) {
        return connectCheaply(peer, null);
    }

    Connection connectCheaply(int peer, @Nullable Return given) {
        try {
            if (fillers.isEmpty()) {
                fillers.addAll(List.of(Libc.socketpair()));
            }
            return new Connection(Libc.duplicate(fillers.get(0), 3), KEY, clock.nanoTime(), peer, given);
        } catch (PosixException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the client of this connection sends. */
    public void sends(Connection connection, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        int sent = Libc.send(client(connection), direct);
        if (sent != bytes.length) {
            throw new AssertionError("send: " + sent);
        }
    }

    /** What the client of this connection can read now. */
    public String reads(Connection connection) {
        ByteBuffer direct = ByteBuffer.allocateDirect(64 * 1024);
        while (Libc.receive(client(connection), direct) > 0) {
            // More may follow.
        }
        return StandardCharsets.UTF_8.decode(direct.flip()).toString();
    }

    /** Whether the kernel has told the client that nothing more will come. */
    public boolean seesEnd(Connection connection) {
        return Libc.receive(client(connection), ByteBuffer.allocateDirect(1)) == 0;
    }

    /** Whether no process holds the server's end any more. */
    public boolean seesClose(Connection connection) {
        return Libc.send(client(connection), ByteBuffer.allocateDirect(1)) == -Errno.EPIPE;
    }

    /** The client of this connection goes away. */
    public void hangsUp(Connection connection) {
        client(connection).close();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        clients.values().forEach(Fd::close);
        fillers.forEach(Fd::close);
    }

    private Fd client(Connection connection) {
        Fd client = clients.get(connection);
        if (client == null) {
            throw new AssertionError("not a connection made here, or a cheap one");
        }
        return client;
    }
}
