package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes one master every second. Its storage is in a directory of the test. */
final class PrometheusServer implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String CONFIGURATION =
            """
            global:
              scrape_interval: 1s
              scrape_timeout: 1s
              evaluation_interval: 1s
            rule_files: ["%s"]
            scrape_configs:
              - job_name: baton
                authorization:
                  credentials_file: "%s"
                static_configs:
                  - targets: ["127.0.0.1:%d"]
            """;

    private final Process process;
    private final int port;

    private PrometheusServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one, and returns when it answers.
     *
     * @param directory an empty one, for its files
     * @param admin the port of the master
     * @param token the file with the token of the master
     */
    static PrometheusServer start(Path directory, int admin, Path token, Path rules) throws IOException {
        Path configuration = directory.resolve("prometheus.yml");
        Files.writeString(configuration, CONFIGURATION.formatted(rules, token, admin));
        int port = MasterCommand.freePort();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("storage"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        PrometheusServer server = new PrometheusServer(process, port);
        try {
            await("Prometheus").atMost(LIMIT).until(server::isReady);
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private boolean isReady() {
        assertThat(process.isAlive()).as("Prometheus runs").isTrue();
        try {
            ask("/-/ready");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** One time series with its samples, oldest first. */
    record Series(JsonNode labels, List<Double> values) {

        double growth() {
            return values.get(values.size() - 1) - values.get(0);
        }
    }

    /**
     * All samples that it has.
     *
     * @param selector of time series
     */
    List<Series> samples(String selector) throws IOException {
        List<Series> all = new ArrayList<>();
        for (JsonNode one : query(selector + "[1h]")) {
            List<Double> values = new ArrayList<>();
            one.get("values").forEach(sample -> values.add(sample.get(1).asDouble()));
            all.add(new Series(one.get("metric"), values));
        }
        return all;
    }

    /** The numbers that an expression has now, in no order. */
    List<Double> values(String expression) throws IOException {
        List<Double> values = new ArrayList<>();
        for (JsonNode one : query(expression)) {
            values.add(one.get("value").get(1).asDouble());
        }
        return values;
    }

    /** What an expression has now. Fails with the words of Prometheus if it cannot be evaluated. */
    private JsonNode query(String expression) throws IOException {
        return JSON.readTree(ask("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)))
                .at("/data/result");
    }

    /** Its rules, each with its health. */
    List<JsonNode> rules() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        JSON.readTree(ask("/api/v1/rules")).at("/data/groups").forEach(group -> group.get("rules")
                .forEach(all::add));
        return all;
    }

    private String ask(String target) throws IOException {
        try (InputStream in =
                URI.create("http://127.0.0.1:" + port + target).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
