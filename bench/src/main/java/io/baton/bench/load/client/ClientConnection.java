package io.baton.bench.load.client;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client's connection that sends a request and waits, with as much HTTP/1.1 as the contenders speak. Owned by one thread. */
public final class ClientConnection implements AutoCloseable {

    private static final Pattern PID = Pattern.compile("pid: (\\d+)");

    /** A whole answer. */
    public record Answer(int status, String body) {

        /** The process that says it answered, 0 if none is named. */
        public long pid() {
            Matcher matcher = PID.matcher(body);
            return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        }

        /** The answer itself, if its status is the wanted one. */
        public Answer requireOk() throws IOException {
            if (status != 200) {
                throw new IOException("status " + status + " (expected: 200): " + body.strip());
            }
            return this;
        }
    }

    private final Socket socket;
    private final InputStream in;

    private ClientConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects to a port of this machine; nothing after that waits longer than {@code patience}. */
    public static ClientConnection open(int port, Duration patience) throws IOException {
        Socket socket = new Socket();
        try {
            int ms = (int) patience.toMillis();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ms);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ms);
            return new ClientConnection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Asks on a connection of its own. */
    public static Answer getOnce(int port, String path, Duration patience) throws IOException {
        try (ClientConnection connection = open(port, patience)) {
            return connection.get(path, true);
        }
    }

    /** Asks and reads the whole answer. */
    public Answer get(String path, boolean last) throws IOException {
        String head =
                "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + (last ? "Connection: close\r\n\r\n" : "\r\n");
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        String[] status = line().split(" ", 3);
        if (status.length < 2) {
            throw new IOException("no status line");
        }
        return new Answer(Integer.parseInt(status[1]), body());
    }

    private String body() throws IOException {
        int length = 0;
        boolean chunked = false;
        for (String field = line(); !field.isEmpty(); field = line()) {
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length =
                        Integer.parseInt(field.substring(field.indexOf(':') + 1).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:");
        }
        if (chunked) {
            throw new IOException("a chunked answer (expected: Content-Length)");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the body ended after " + body.length + " of " + length + " bytes");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended in the middle of an answer");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
