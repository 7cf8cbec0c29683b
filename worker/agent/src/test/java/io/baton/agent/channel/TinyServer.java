package io.baton.agent.channel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that knows nothing of masters. It answers each request with its path and the number of its connection. */
final class TinyServer {

    static final int PORT = 3000;
    static final String LAST_WORDS = "the hook ran";

    private TinyServer() {}

    public static void main(String[] args) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(LAST_WORDS)));
        try (ServerSocket server = new ServerSocket(PORT, 50, InetAddress.getLoopbackAddress())) {
            for (int number = 1; ; number++) {
                try (Socket socket = server.accept()) {
                    answer(socket, number);
                }
            }
        }
    }

    private static void answer(Socket socket, int number) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String path = String.valueOf(reader.readLine()).split(" ", 3)[1];
        String line = reader.readLine();
        while (line != null && !line.isEmpty()) {
            line = reader.readLine();
        }
        String body = path + " " + number;
        String response =
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
    }
}
