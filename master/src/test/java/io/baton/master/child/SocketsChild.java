package io.baton.master.child;

import io.baton.master.child.Sockets.Listening;
import io.baton.protocol.message.Handle;
import io.baton.worker.child.WorkerProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The Java twin of {@code sockets.js}: serves every socket that it is sent, and sends those that it is asked for. */
final class SocketsChild {

    private static final Sockets SOCKETS = new Sockets();

    private SocketsChild() {}

    public static void main(String[] arguments) {
        WorkerProcess me = WorkerProcess.current();
        me.onMessage((kind, handle) -> {
            if (handle == null) {
                give(me, String.valueOf(kind));
            } else {
                SOCKETS.serve(handle);
                me.send(kind);
            }
        });
    }

    private static void give(WorkerProcess me, String kind) {
        try {
            switch (kind) {
                case "server" -> give(me, kind, SOCKETS.server());
                case "bound" -> me.send(kind, Handle.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
                case "datagram" -> give(me, kind, SOCKETS.datagram());
                default ->
                    me.send(SOCKETS.accepting(connection -> me.send(kind, connection))
                            .address()
                            .getPort());
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
