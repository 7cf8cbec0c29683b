package io.baton.bench.ipc;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections over the loopback interface, to be handed over.
 *
 * @param clients one end of each, closed with this
 * @param accepted the other end of each; the caller that takes one owns it
 */
record Sockets(List<Socket> clients, List<Fd> accepted) implements AutoCloseable {

    private static final int BACKLOG = 511;

    static Sockets connected(int count) throws IOException {
        LinuxSocket server = LinuxSocket.newSocketStream(false);
        try (Fd listening = Fd.own(server.intValue())) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server.listen(BACKLOG);
            Sockets sockets = new Sockets(new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < count; i++) {
                sockets.clients.add(new Socket(
                        InetAddress.getLoopbackAddress(), server.localAddress().getPort()));
                sockets.accepted.add(Fd.own(Libc.accept(listening)));
            }
            return sockets;
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }
}
