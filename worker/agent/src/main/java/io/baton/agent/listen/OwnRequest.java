package io.baton.agent.listen;

import io.baton.agent.posix.Kernel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import sun.nio.ch.HookedNet;

/**
 * A request of this process to its own server. It goes through the listener's own queue, over a connection of this process to
 * itself, so that the server accepts it as any other and nothing is bound twice.
 */
final class OwnRequest {

    private static final int PATIENCE_MS = 5_000;
    private static final int REST_MS = 500;
    private static final String BEFORE_STATUS = "HTTP/1.1 ";

    private final byte[] head;

    /**
     * A request without a body.
     *
     * @param request its method, a space and its path
     */
    OwnRequest(String request) {
        head = (request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Asks the server, and waits for the answer. Returns the first digit of its status; 0 if none came. */
    int ask(Listener listener) {
        try (ServerSocketChannel door = ServerSocketChannel.open()) {
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (Socket client = new Socket()) {
                client.connect(door.getLocalAddress(), PATIENCE_MS);
                client.setSoTimeout(PATIENCE_MS);
                try (SocketChannel other = door.accept()) {
                    if (!offer(listener, other)) {
                        return 0;
                    }
                }
                client.getOutputStream().write(head);
                return status(client);
            }
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean offer(Listener listener, SocketChannel connection) {
        int copy = Kernel.duplicate(HookedNet.number(connection));
        if (copy < 0) {
            return false;
        }
        int unused = Kernel.prepare(copy);
        if (listener.offer(copy, Waiting.OWN, 0, 0)) {
            return true;
        }
        int unusedToo = Kernel.close(copy);
        return false;
    }

    private static int status(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        byte[] start = in.readNBytes(BEFORE_STATUS.length() + 1);
        int digit = start.length > BEFORE_STATUS.length() ? start[BEFORE_STATUS.length()] - '0' : 0;
        client.setSoTimeout(REST_MS);
        readRest(in);
        return digit;
    }

    /** So that the server is not interrupted. */
    private static void readRest(InputStream in) {
        try {
            long unused = in.skip(Long.MAX_VALUE);
        } catch (IOException e) {
            // A server may keep the connection although it was asked not to. Its answer counts all the same.
        }
    }
}
