package io.baton.master.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import javax.net.SocketFactory;

/** One connection to a server that never retries. Fails rather than waits for ever. */
public final class ServerClient implements AutoCloseable {

    private static final int LIMIT_MS = 60_000;
    private static final int PIECE = 4000;

    private final Socket socket;
    private final InputStream in;
    private boolean announcedToEnd;

    public ServerClient(int port) throws IOException {
        this(port, SocketFactory.getDefault());
    }

    /** A connection of TLS, if the sockets are. */
    ServerClient(int port, SocketFactory sockets) throws IOException {
        socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(LIMIT_MS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 65_536);
    }

    int localPort() {
        return socket.getLocalPort();
    }

    /** The body of an answer on a connection of its own. */
    public static String get(int port, String target) throws IOException {
        try (ServerClient client = new ServerClient(port)) {
            return client.get(target);
        }
    }

    String get(String target) throws IOException {
        send("GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n");
        return new String(answer(), ISO_8859_1);
    }

    /** Posts to {@code /echo}, in pieces, and returns the body of the answer. */
    byte[] echo(byte[] body, boolean chunked, String fields) throws IOException {
        send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Type: application/octet-stream\r\n"
                + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length) + "\r\n" + fields
                + "\r\n");
        for (int from = 0; from < body.length; from += PIECE) {
            int count = Math.min(PIECE, body.length - from);
            if (chunked) {
                send(Integer.toHexString(count) + "\r\n");
            }
            output().write(body, from, count);
            if (chunked) {
                send("\r\n");
            }
        }
        if (chunked) {
            send("0\r\n\r\n");
        }
        return answer();
    }

    public void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    }

    OutputStream output() throws IOException {
        return socket.getOutputStream();
    }

    /** Reads the body of one answer, which is of status 200. */
    public byte[] answer() throws IOException {
        String status = line();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("answer: " + status);
        }
        int length = -1;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String field = line.toLowerCase(Locale.ROOT);
            if (field.startsWith("content-length:")) {
                length = Integer.parseInt(field.substring(15).trim());
            }
            announcedToEnd |= field.equals("connection: close");
            chunked |= field.startsWith("transfer-encoding:") && field.contains("chunked");
        }
        if (chunked) {
            return chunks();
        }
        return length < 0 ? in.readAllBytes() : exactly(length);
    }

    /** Whether the last answer said that the connection ends with it. */
    boolean isAnnouncedToEnd() {
        return announcedToEnd;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = Integer.parseInt(line(), 16); length > 0; length = Integer.parseInt(line(), 16)) {
            body.write(exactly(length));
            line();
        }
        line();
        return body.toByteArray();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("closed after " + body.length + " of " + length + " bytes of a body");
        }
        return body;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("closed after: " + line);
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
