package io.baton.worker.redis;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real Redis, which keeps nothing on the disk. It has the same port when it was started again. */
final class RedisServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final Path directory;
    private final int port;
    private final List<String> options;
    private @Nullable Process process;

    /**
     * Starts it.
     *
     * @param options further ones of {@code redis-server}
     */
    RedisServer(Path directory, String... options) throws IOException {
        this(directory, freePort(), List.of(options));
    }

    private RedisServer(Path directory, int port, List<String> options) throws IOException {
        this.directory = directory;
        this.port = port;
        this.options = options;
        start();
    }

    /** One that speaks TLS only. */
    static RedisServer tls(Path directory, String... options) throws IOException {
        int port = freePort();
        List<String> all = new ArrayList<>(List.of("--port", "0", "--tls-port", String.valueOf(port)));
        all.addAll(List.of(options));
        return new RedisServer(directory, port, all);
    }

    /** Why there is no Redis here, {@code ""} if there is one. */
    static String missing() {
        try {
            Process version = new ProcessBuilder("redis-server", "--version")
                    .redirectErrorStream(true)
                    .start();
            version.getInputStream().readAllBytes();
            return version.waitFor() == 0 ? "" : "redis-server --version: exit code " + version.exitValue();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String address() {
        return "redis://" + HOST + ":" + port;
    }

    int port() {
        return port;
    }

    long pid() {
        return process == null ? -1 : process.pid();
    }

    /** Starts it again; it has forgotten everything. */
    void start() throws IOException {
        List<String> command = new ArrayList<>(List.of("redis-server", "--bind", HOST, "--port", String.valueOf(port)));
        command.addAll(List.of("--save", "", "--appendonly", "no", "--dir", directory.toString()));
        command.addAll(options);
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("redis.log").toFile())
                .start();
        process = started;
        try {
            await().atMost(20, TimeUnit.SECONDS)
                    .pollInterval(5, TimeUnit.MILLISECONDS)
                    .until(() -> !started.isAlive() || answers());
        } catch (RuntimeException e) {
            kill();
            throw e;
        }
        if (!started.isAlive()) {
            throw new IOException("redis-server has ended: " + directory.resolve("redis.log"));
        }
    }

    /** As the kernel ends a process when memory is short. */
    void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    /** It answers anything, if only that it wants a password. Over TLS it takes a connection. */
    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return options.contains("--tls-port") || socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        kill();
    }
}
