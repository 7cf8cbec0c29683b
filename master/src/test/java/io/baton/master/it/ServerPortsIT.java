package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an unmodified server sees of its ports is what it would see without a master. */
@Timeout(60)
final class ServerPortsIT {

    private static final String SOURCE =
            """
            import java.net.*;
            import java.nio.ByteBuffer;
            import java.nio.channels.*;
            import java.nio.file.*;
            import jdk.net.ExtendedSocketOptions;
            public class Main {
                interface Task { void run() throws Exception; }
                public static void main(String[] ports) throws Exception {
                    int first = Integer.parseInt(ports[0]);
                    int second = Integer.parseInt(ports[1]);
                    int third = Integer.parseInt(ports[2]);
                    try (ServerSocket own = new ServerSocket(0);
                            Socket client = new Socket("127.0.0.1", own.getLocalPort());
                            Socket accepted = own.accept()) {
                        accepted.getOutputStream().write(7);
                        System.out.println("own port: " + client.getInputStream().read());
                    }
                    Path path = Files.createTempDirectory("ports").resolve("s");
                    try (ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                        unix.bind(UnixDomainSocketAddress.of(path));
                        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path));
                                SocketChannel accepted = unix.accept()) {
                            accepted.write(ByteBuffer.wrap(new byte[] {7}));
                            System.out.println("path: " + client.read(ByteBuffer.allocate(1)));
                        }
                    }
                    Files.delete(path);
                    Files.delete(path.getParent());
                    new ServerSocket(second).close();
                    new ServerSocket(first).close();
                    ServerSocket socket = new ServerSocket(second);
                    try {
                        new ServerSocket(second);
                    } catch (BindException e) {
                        System.out.println("twice: " + e.getMessage());
                    }
                    try {
                        new ServerSocket(second, 1, InetAddress.getByName("203.0.113.9"));
                    } catch (BindException e) {
                        System.out.println("elsewhere: " + e.getMessage());
                    }
                    socket.setReceiveBufferSize(155_000);
                    socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 77);
                    ServerSocketChannel channel = ServerSocketChannel.open();
                    channel.setOption(StandardSocketOptions.SO_RCVBUF, 144_000);
                    channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 5);
                    channel.bind(new InetSocketAddress(first));
                    serve(() -> {
                        Socket client = socket.accept();
                        answer(client, "after " + client.getReceiveBufferSize() + " "
                            + client.getOption(ExtendedSocketOptions.TCP_KEEPIDLE) + " " + client.getLocalPort());
                    });
                    for (String name : new String[] {"one", "other"}) {
                        ServerSocketChannel half = ServerSocketChannel.open();
                        half.setOption(StandardSocketOptions.SO_REUSEPORT, true);
                        half.bind(new InetSocketAddress("127.0.0.1", third));
                        serve(() -> answer(half.accept().socket(), name));
                    }
                    serve(() -> {
                        SocketChannel client = channel.accept();
                        byte[] head = new byte[1000];
                        int length = client.socket().getInputStream().read(head);
                        System.out.println("asked: " + new String(head, 0, length).split("\\r", 2)[0]);
                        answer(client.socket(), "HTTP/1.1 200 OK\\r\\n\\r\\nbefore " + client.getOption(StandardSocketOptions.SO_RCVBUF) + " "
                            + client.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT));
                    });
                    System.out.println("all listen");
                }
                static void serve(Task task) {
                    new Thread(() -> {
                        try {
                            while (true) {
                                task.run();
                            }
                        } catch (Exception e) {
                            e.printStackTrace();
                        }
                    }).start();
                }
                static void answer(Socket client, String text) throws Exception {
                    client.getOutputStream().write(text.getBytes());
                    client.close();
                }
            }
            """;

    @Test
    void portsAndOptionsAreThoseThatTheServerAskedFor(@TempDir Path directory) throws Exception {
        int first = MasterCommand.freePort();
        int second = MasterCommand.freePort();
        int third = MasterCommand.freePort();
        Path jar = ServerJar.of(directory, "ports.jar", SOURCE);
        MasterProcess master = new MasterCommand()
                .home(directory.resolve("h"))
                .start(
                        "--port",
                        String.valueOf(first),
                        "-i",
                        "1",
                        "--ready-path",
                        "/ready",
                        "--warm-up",
                        "GET /warm",
                        jar.toString(),
                        "--",
                        String.valueOf(first),
                        String.valueOf(second),
                        String.valueOf(third));
        try (master) {
            for (String line : List.of(
                    "own port: 7",
                    "path: 1",
                    "twice: Address already in use",
                    "elsewhere: Cannot assign requested address",
                    "all listen",
                    "asked: GET /ready HTTP/1.1",
                    "asked: GET /warm HTTP/1.1")) {
                master.await(Pattern.compile("\\| " + line));
            }
            master.awaitReady(1);
            assertThat(ask(first, "GET / HTTP/1.1\r\n\r\n")).endsWith("before 144000 5");
            master.await(Pattern.compile("\\| asked: GET / HTTP/1.1"));
            assertThat(ask(second, "")).isEqualTo("after 155000 77 " + second);
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(ask(third, ""));
            }
            assertThat(answers).containsOnly("one", "other").contains("one", "other");
        }
    }

    private static String ask(int port, String request) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
