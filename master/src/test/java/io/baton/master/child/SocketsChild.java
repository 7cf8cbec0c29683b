package io.baton.master.child;

import io.baton.master.child.Sockets.Listening;
import io.baton.protocol.message.Handle;
import io.baton.worker.child.WorkerProcess;
import io.netty.channel.unix.UnixChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** The same as {@code sockets.js}, in Java: serves every socket that it gets, and sends the sockets that it is asked for. */
final class SocketsChild {

    private static final Sockets SOCKETS = new Sockets();

    private SocketsChild() {}

    public static void main(String[] arguments) {
        WorkerProcess me = WorkerProcess.current();
        me.onMessage((kind, handle) -> {
            if (handle == null) {
                give(me, String.valueOf(kind));
            } else {
                serve(String.valueOf(kind), handle);
                me.send(kind);
            }
        });
    }

    private static void serve(String kind, Handle handle) {
        if (kind.equals("kept")) {
            SOCKETS.keep(handle);
        } else {
            SOCKETS.serve(handle);
        }
    }

    /** Like Node's {@code server.close} it reports when the parent has closed the connections that it was sent. */
    private static void giveConnections(WorkerProcess me, String kind) throws Exception {
        CompletableFuture<UnixChannel> server = new CompletableFuture<>();
        Listening listening = SOCKETS.accepting(connection -> {
            me.send(kind, connection);
            me.connectionsOf(server.join()).closed().thenRun(() -> me.send("closed"));
        });
        server.complete(listening.channel());
        me.send(listening.address().getPort());
    }

    private static void give(WorkerProcess me, String kind) {
        try {
            switch (kind) {
                case "server" -> give(me, kind, SOCKETS.server());
                case "bound" -> me.send(kind, Handle.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
                case "datagram" -> give(me, kind, SOCKETS.datagram());
                default -> giveConnections(me, kind);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void give(WorkerProcess me, String kind, Listening socket) throws Exception {
        try (socket;
                Handle handle = Handle.of(socket.channel())) {
            me.send(kind, handle);
        }
    }
}
