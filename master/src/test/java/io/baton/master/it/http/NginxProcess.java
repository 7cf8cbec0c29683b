package io.baton.master.it.http;

import io.baton.master.it.MasterCommand;
import io.baton.master.it.Proc;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** An nginx with its own defaults and one worker, which answers {@code /} with a constant and nothing else. */
final class NginxProcess implements AutoCloseable {

    private static final String CONFIG =
            """
            daemon off;
            worker_processes 1;
            pid nginx.pid;
            error_log stderr crit;
            events {}
            http {
                access_log off;
                client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                # As long as Baton's; by default 5 s, for which every refusal would have to be waited.
                lingering_timeout 1s;
                server {
                    listen 127.0.0.1:@PORT@;
                    location = / { return 200 "hello"; }
                    location / { return 404; }
                }
            }
            """;

    private final Path directory;
    private final int port;
    private final Process process;

    NginxProcess() throws IOException {
        directory = Files.createTempDirectory("baton-nginx-");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path config =
                Files.writeString(directory.resolve("nginx.conf"), CONFIG.replace("@PORT@", String.valueOf(port)));
        process = new ProcessBuilder("nginx", "-e", "stderr", "-p", directory.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        Awaitility.await("nginx").ignoreExceptions().untilAsserted(() -> Attempt.askNormally(port));
    }

    /** What {@code nginx -v} says; empty where there is none. */
    static Optional<String> version() {
        try {
            Process version =
                    new ProcessBuilder("nginx", "-v").redirectErrorStream(true).start();
            return Optional.of(new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        List<Integer> workers = Proc.children((int) process.pid());
        process.destroy();
        Proc.awaitGone((int) process.pid(), Duration.ofSeconds(10));
        workers.forEach(pid -> Proc.awaitGone(pid, Duration.ofSeconds(5)));
        MasterCommand.deleteTree(directory);
    }
}
