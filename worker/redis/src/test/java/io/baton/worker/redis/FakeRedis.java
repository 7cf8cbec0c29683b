package io.baton.worker.redis;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that speaks as a test wants, right or wrong. */
final class FakeRedis implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Behaviour behaviour;

    /** What it does with a connection. */
    interface Behaviour {

        void serve(Socket client) throws IOException;
    }

    /** What it answers to a command; {@code ""} for nothing. */
    interface Answers {

        String to(List<String> command);
    }

    FakeRedis(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        start(this::accept);
    }

    /** A server that greets as Redis does, and answers all else so. */
    static FakeRedis greeting(Answers answers) throws IOException {
        return new FakeRedis(client -> converse(client, command -> switch (command.get(0)) {
            case "HELLO" -> "-ERR unknown command 'HELLO'\r\n";
            case "PING" -> "+PONG\r\n";
            case "CLIENT" -> "+OK\r\n";
            default -> answers.to(command);
        }));
    }

    String address() {
        return "redis://127.0.0.1:" + listener.getLocalPort();
    }

    /** How many there were. */
    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                connections.incrementAndGet();
                open.add(client);
                start(() -> {
                    try {
                        behaviour.serve(client);
                    } catch (IOException e) {
                        // The client has gone, which is what tests expect of it.
                    }
                });
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "fake-redis");
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads commands and answers each. */
    static void converse(Socket client, Answers answers) throws IOException {
        InputStream in = new BufferedInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        while (true) {
            int words = number(in, '*');
            List<String> command = new ArrayList<>();
            for (int i = 0; i < words; i++) {
                byte[] word = in.readNBytes(number(in, '$'));
                in.readNBytes(2);
                String text = new String(word, StandardCharsets.ISO_8859_1);
                command.add(i == 0 ? text.toUpperCase(Locale.ROOT) : text);
            }
            out.write(answers.to(command).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static int number(InputStream in, char mark) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed");
            }
            line.append((char) c);
        }
        if (line.isEmpty() || line.charAt(0) != mark) {
            throw new IOException("not " + mark + ": " + line);
        }
        return Integer.parseInt(line.substring(1).trim());
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : open) {
            client.close();
        }
    }
}
