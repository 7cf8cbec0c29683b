package io.baton.protocol.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.netty.channel.epoll.LinuxSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A TCP server and its clients. The accepted sockets are plain descriptors. */
final class Clients implements AutoCloseable {

    private static final int SO_TIMEOUT_MS = 10_000;

    private final LinuxSocket listener = LinuxSocket.newSocketStream(false);
    private final Fd server = Fd.own(listener.intValue());
    private final List<Socket> sockets = new ArrayList<>();
    private final List<BufferedReader> readers = new ArrayList<>();
    private final List<Fd> accepted = new ArrayList<>();

    Clients() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listener.listen(300);
    }

    /** Connects one more client. Returns its accepted socket, which the caller gives away or closes. */
    Fd connect() throws IOException {
        connectWithoutAccepting();
        Fd socket = Fd.own(Libc.accept(server));
        accepted.add(socket);
        return socket;
    }

    /** Connects one more client, which is not accepted here. */
    void connectWithoutAccepting() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), listener.localAddress().getPort());
        socket.setSoTimeout(SO_TIMEOUT_MS);
        sockets.add(socket);
        readers.add(new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)));
    }

    /** The socket that {@link #connect} returned for the client of this number. */
    Fd accepted(int client) {
        return accepted.get(client);
    }

    /** The next line that the client of this number reads, null at the end. */
    @Nullable
    String line(int client) throws IOException {
        return readers.get(client).readLine();
    }

    /** The client of this number sends this and ends its sending. */
    void sayLast(int client, String text) throws IOException {
        sockets.get(client).getOutputStream().write(text.getBytes(US_ASCII));
        sockets.get(client).shutdownOutput();
    }

    /** A copy of the listening socket; the caller owns it. */
    Fd duplicateOfServer() throws IOException {
        return Libc.duplicate(server, 3);
    }

    /** All clients close their connections. */
    void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    void write(Fd socket, String text) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(text.length())
                .put(text.getBytes(US_ASCII))
                .flip();
        assertThat(Libc.send(socket, bytes)).isEqualTo(text.length());
    }

    /** The bytes that wait on a non-blocking socket. */
    static String receive(Fd socket) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(1024);
        Heard.untilAsserted(
                () -> assertThat(Libc.receive(socket, bytes.clear())).isNotEqualTo(-Errno.EAGAIN));
        return US_ASCII.decode(bytes.flip()).toString();
    }

    @Override
    public void close() throws IOException {
        hangUp();
        accepted.forEach(Fd::close);
        server.close();
    }
}
