package io.baton.master.it;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Clients as they are used. Each asks without a pause until it is told to stop, and fails at the first error. */
public final class RealClient {

    private static final int URLS = 200;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private volatile boolean stopping;

    /** No further request. */
    void stop() {
        stopping = true;
    }

    /** Why a program is not here; empty if it is. */
    public static String missing(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return "";
            }
        }
        return program + " is not installed";
    }

    /** Two hundred requests of one curl, and then another one. All requests of one are on one connection. */
    int curl(int port) throws Exception {
        int count = 0;
        while (!stopping) {
            String url = "http://127.0.0.1:" + port + "/?[1-" + URLS + "]";
            Process curl = new ProcessBuilder(
                            "curl", "-sS", "-f", "-o", "/dev/null", "-w", "%{http_code} %{num_connects}\n", url)
                    .redirectErrorStream(true)
                    .start();
            List<String> lines = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            boolean well = curl.waitFor() == 0
                    && lines.size() == URLS
                    && lines.get(0).equals("200 1")
                    && lines.stream().skip(1).allMatch("200 0"::equals);
            if (!well) {
                throw new AssertionError("curl: " + curl.exitValue() + " " + lines);
            }
            count += URLS;
        }
        return count;
    }

    /** The client of the JDK. */
    int jdk(int port) throws Exception {
        java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .build();
        int count = 0;
        for (; !stopping; count++) {
            require(client.send(request, BodyHandlers.ofString()).statusCode());
        }
        return count;
    }

    /** {@code http.client} on one connection, which it does not open again. */
    int python(int port) throws Exception {
        Process python = new ProcessBuilder("python3", NodeProgram.path("client.py"), String.valueOf(port))
                .redirectErrorStream(true)
                .start();
        await().atMost(LONGEST).until(() -> stopping || !python.isAlive());
        python.getOutputStream().close();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (python.waitFor() != 0) {
            throw new AssertionError("python: " + said);
        }
        return Integer.parseInt(said.strip());
    }

    /** A proxy in front, started with its configuration, and a client of it. */
    int through(String configuration, int upstream, Path directory, List<String> command) throws Exception {
        int port = MasterCommand.freePort();
        Path file = directory.resolve(configuration);
        Files.writeString(
                file,
                Files.readString(Path.of(NodeProgram.path(configuration)))
                        .replace("@PORT@", String.valueOf(port))
                        .replace("@UPSTREAM@", String.valueOf(upstream)));
        Process proxy = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("proxy.out").toFile())
                .start();
        try {
            await().ignoreExceptions().until(() -> HttpClient.get(port, "/").status() == 200);
            return ask(port);
        } catch (AssertionError | IOException e) {
            throw new AssertionError(
                    configuration + ": " + e.getMessage() + Files.readString(directory.resolve("proxy.out")), e);
        } finally {
            proxy.destroy();
            proxy.waitFor();
        }
    }

    private int ask(int port) throws IOException {
        int count = 0;
        try (HttpClient client = new HttpClient(port)) {
            for (; !stopping; count++) {
                require(client.get("/").status());
            }
        }
        return count;
    }

    private static void require(int status) {
        if (status != 200) {
            throw new AssertionError("status " + status);
        }
    }
}
