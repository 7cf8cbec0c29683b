package io.baton.bench.shared;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The machine's Redis on 127.0.0.1, with its own defaults, except that it keeps nothing on the disk. */
final class LocalRedis implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int STARTS_WITHIN_MS = 10_000;
    private static final int STEP_MS = 20;

    private final Process process;
    private final int port;

    /** Starts it; returns when it answers. */
    LocalRedis(Path workplace) throws IOException, InterruptedException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = new ProcessBuilder(
                        "redis-server",
                        "--bind",
                        HOST,
                        "--port",
                        String.valueOf(port),
                        "--save",
                        "",
                        "--dir",
                        workplace.toString())
                .redirectErrorStream(true)
                .redirectOutput(workplace.resolve("redis.log").toFile())
                .start();
        for (int waited = 0; !answers(); waited += STEP_MS) {
            if (waited > STARTS_WITHIN_MS || !process.isAlive()) {
                close();
                throw new IOException("redis-server does not answer; see " + workplace.resolve("redis.log"));
            }
            Thread.sleep(STEP_MS);
        }
    }

    String address() {
        return "redis://" + HOST + ":" + port;
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == '+';
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
