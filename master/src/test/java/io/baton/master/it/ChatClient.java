package io.baton.master.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that hears the chat. */
final class ChatClient implements AutoCloseable {

    private final Socket socket;
    private final StringBuilder heard = new StringBuilder();

    ChatClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write("GET /chat HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        Thread reader = new Thread(() -> read(in), "chat");
        reader.setDaemon(true);
        reader.start();
        await().until(() -> has("text/event-stream"));
    }

    private void read(InputStream in) {
        try {
            byte[] bytes = new byte[4096];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                add(new String(bytes, 0, count, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private synchronized void add(String text) {
        heard.append(text);
    }

    private synchronized boolean has(String text) {
        return heard.indexOf(text) >= 0;
    }

    boolean hasLine(String line) {
        return has(line + "\n");
    }

    void awaitLine(String line) {
        await().until(() -> hasLine(line));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
