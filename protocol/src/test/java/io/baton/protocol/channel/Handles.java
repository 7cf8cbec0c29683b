package io.baton.protocol.channel;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.TestSockets;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Opens descriptors of every kind. */
final class Handles {

    private Handles() {}

    /** Opens a descriptor of this kind, which the caller owns. */
    static Fd open(String kind) throws IOException {
        return switch (kind) {
            case "stream" -> stream();
            case "listening" -> listening();
            case "bound" -> bound();
            case "connected" -> connected();
            case "datagram" -> Fd.own(LinuxSocket.newSocketDgram(false).intValue());
            case "packets" -> TestSockets.unixPackets();
            case "file" -> TestSockets.open("/proc/self/status");
            case "tty" -> TestSockets.open("/dev/ptmx");
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static Fd stream() throws IOException {
        Fd[] pair = Libc.socketpair();
        pair[0].close();
        return pair[1];
    }

    private static Fd listening() throws IOException {
        LinuxSocket socket = bind();
        socket.listen(1);
        return Fd.own(socket.intValue());
    }

    private static Fd bound() throws IOException {
        return Fd.own(bind().intValue());
    }

    /** A connected socket whose server has not accepted it yet. It stays so while the server is open. */
    private static Fd connected() throws IOException {
        LinuxSocket server = bind();
        server.listen(1);
        LinuxSocket client = LinuxSocket.newSocketStream(false);
        boolean unused = client.connect(server.localAddress());
        Fd accepted = Fd.own(server.accept(new byte[24]));
        server.close();
        client.close();
        return accepted;
    }

    private static LinuxSocket bind() throws IOException {
        LinuxSocket socket = LinuxSocket.newSocketStream(false);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
    }
}
