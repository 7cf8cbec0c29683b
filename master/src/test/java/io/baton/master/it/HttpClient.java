package io.baton.master.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One client connection, with requests and answers as bytes. Fails rather than waits for ever. */
final class HttpClient implements AutoCloseable {

    private static final Pattern WORKER = Pattern.compile("I am worker, pid: (\\d+), ppid: (\\d+)\n");
    private static final int LIMIT_MS = 60_000;

    private final Socket socket;

    HttpClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(LIMIT_MS);
        socket.setTcpNoDelay(true);
    }

    /** One request on a connection of its own. */
    static Answer get(int port, String target) throws IOException {
        try (HttpClient client = new HttpClient(port)) {
            return client.request("GET " + target + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        }
    }

    /** The pid of the worker that answers a connection of its own. */
    static int workerPid(int port) throws IOException {
        return pidIn(get(port, "/").body());
    }

    static int pidIn(String body) {
        Matcher matcher = WORKER.matcher(body);
        if (!matcher.matches()) {
            throw new AssertionError("not a worker's answer: " + body);
        }
        return Integer.parseInt(matcher.group(1));
    }

    int localPort() {
        return socket.getLocalPort();
    }

    Socket socket() {
        return socket;
    }

    Answer get(String target) throws IOException {
        return request("GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n");
    }

    Answer request(String bytes) throws IOException {
        send(bytes);
        return answer(bytes.startsWith("HEAD "));
    }

    void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads one whole answer. */
    Answer answer(boolean withoutBody) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("connection closed after " + head.size() + " bytes of an answer");
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        Matcher length = Pattern.compile("content-length: (\\d+)").matcher(text.toLowerCase(Locale.ROOT));
        int bodyBytes = withoutBody || !length.find() ? 0 : Integer.parseInt(length.group(1));
        byte[] body = in.readNBytes(bodyBytes);
        if (body.length < bodyBytes) {
            throw new IOException("connection closed in the middle of a body");
        }
        return new Answer(Integer.parseInt(text.substring(9, 12)), text, new String(body, StandardCharsets.UTF_8));
    }

    /** Whether the server closes the connection without a further byte. */
    boolean isClosedByServer() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    /** Waits until the server's end of the connection is gone, in good order or not. */
    void awaitEnd() throws IOException {
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // Reset by the kernel.
        }
    }

    /** Ends the connection with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** What came back. */
    record Answer(int status, String head, String body) {}
}
