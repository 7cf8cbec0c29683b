package io.baton.agent.channel;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that has asked for a path, and the descriptor of its connection as a master accepts it. */
final class Client implements AutoCloseable {

    private static final int LIMIT_MS = 10_000;

    private final Socket socket;
    private final Fd accepted;

    Client(String path) throws IOException {
        Epoll.ensureAvailability();
        LinuxSocket listener = LinuxSocket.newSocketStream(false);
        try (Fd server = Fd.own(listener.intValue())) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            listener.listen(1);
            socket = new Socket(
                    InetAddress.getLoopbackAddress(), listener.localAddress().getPort());
            accepted = Fd.own(Libc.accept(server));
        }
        socket.setSoTimeout(LIMIT_MS);
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    Fd accepted() {
        return accepted;
    }

    /** Gives up the master's copy and returns the body of the answer. */
    String answer() throws IOException {
        accepted.close();
        String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return response.substring(response.indexOf("\r\n\r\n") + 4);
    }

    @Override
    public void close() throws IOException {
        accepted.close();
        socket.close();
    }
}
