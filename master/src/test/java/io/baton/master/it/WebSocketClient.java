package io.baton.master.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket connection (RFC 6455) to a server that echoes {@code PID TEXT}, on a plain socket, so that nothing between
 * could hide how a connection ends. Fails rather than waits for ever.
 */
final class WebSocketClient implements AutoCloseable {

    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    private static final int LIMIT_MS = 30_000;
    private static final int WHOLE_TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int LONGEST = 125;

    private final Socket socket;
    private final DataInputStream in;

    WebSocketClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        socket.setSoTimeout(LIMIT_MS);
        socket.setTcpNoDelay(true);
        String upgrade = "GET / HTTP/1.1\r\nHost: test\r\n"
                + String.join("\r\n", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", KEY);
        send((upgrade + "\r\n\r\n").getBytes(UTF_8));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError("answer to an upgrade: " + head);
        }
    }

    /** Sends a short message and waits for the echo. Returns the pid of the worker that sent it; null when the connection ended. */
    @Nullable
    Integer echo(String said) throws IOException {
        String answer;
        try {
            send(frame(said.getBytes(UTF_8)));
            answer = hear();
        } catch (SocketException | EOFException e) {
            return null;
        }
        if (!answer.endsWith(" " + said)) {
            throw new AssertionError("echo of " + said + ": " + answer);
        }
        return Integer.valueOf(answer.substring(0, answer.indexOf(' ')));
    }

    private String hear() throws IOException {
        int type = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (type != WHOLE_TEXT || length > LONGEST) {
            throw new AssertionError("frame of type " + type + " and length " + length);
        }
        return new String(in.readNBytes(length), UTF_8);
    }

    /** A client must mask; with zeros the text stays as it is. */
    private static byte[] frame(byte[] text) {
        byte[] frame = new byte[6 + text.length];
        frame[0] = (byte) WHOLE_TEXT;
        frame[1] = (byte) (MASKED | text.length);
        System.arraycopy(text, 0, frame, 6, text.length);
        return frame;
    }

    private void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
