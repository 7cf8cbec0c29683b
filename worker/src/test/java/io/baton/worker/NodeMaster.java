package io.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Runs a real Node that plays a scenario of {@code node-master.js} as the master of workers from the packaged jar. */
final class NodeMaster implements AutoCloseable {

    private static final int LIMIT_S = 60;

    private final Process process;

    private NodeMaster(Process process) {
        this.process = process;
    }

    /** Plays a scenario with workers that serve the application of this class path, the built-in one if it is empty. */
    static NodeMaster play(String scenario, String classPath) throws IOException {
        Path jar = Path.of("target", "worker.jar").toAbsolutePath();
        assertThat(jar).as("packaged worker; run mvn package").exists();
        ProcessBuilder builder = new ProcessBuilder("node", script(), scenario, java(), jar + classPath);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        return new NodeMaster(builder.start());
    }

    /** Everything it says until it ends. It must end by itself and in time. */
    List<String> heard() throws IOException, InterruptedException {
        Thread limit = new Thread(this::endAfterLimit, "limit");
        limit.setDaemon(true);
        limit.start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                // The workers' log comes on the same stream.
                if (line.startsWith("{\"event\"")) {
                    lines.add(line);
                }
            }
        }
        assertThat(process.waitFor(LIMIT_S, TimeUnit.SECONDS))
                .as("%s ended", lines)
                .isTrue();
        limit.interrupt();
        return lines;
    }

    int exitCode() {
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void endAfterLimit() {
        try {
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
                close();
            }
        } catch (InterruptedException e) {
            // The process ended in time.
        }
    }

    private static String java() {
        return System.getProperty(
                "baton.test.java",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    private static String script() {
        try {
            return Path.of(Objects.requireNonNull(NodeMaster.class.getResource("node-master.js"))
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
