package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the page of metrics of a master that was started with {@code --admin}. No number that grows may ever have fallen. */
final class AdminMetrics {

    private static final Pattern OPENED =
            Pattern.compile("metrics, health and events on http://127.0.0.1:(\\d+); token in (\\S+)");
    private static final Pattern GROWING = Pattern.compile("^\\w+_(?:total|count|bucket|sum)\\b.*");
    private static final Pattern SAMPLE = Pattern.compile("^([a-zA-Z_:].*) (\\S+)$", Pattern.MULTILINE);

    private final int port;
    private final String token;

    private Map<String, Double> before = Map.of();

    private AdminMetrics(int port, String token) {
        this.port = port;
        this.token = token;
    }

    static AdminMetrics of(MasterProcess master) throws IOException {
        Matcher opened = master.await(OPENED);
        return new AdminMetrics(
                Integer.parseInt(opened.group(1)),
                Files.readString(Path.of(opened.group(2))).strip());
    }

    /** In the format of Prometheus. */
    String page() throws IOException {
        return page("text/plain");
    }

    String page(String accept) throws IOException {
        try (HttpClient client = new HttpClient(port)) {
            HttpClient.Answer answer = client.request("GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept
                    + "\r\nAuthorization: Bearer " + token + "\r\n\r\n");
            assertThat(answer.status()).isEqualTo(200);
            return answer.body();
        }
    }

    /** All samples. */
    Map<String, Double> samples() throws IOException {
        Map<String, Double> samples = new TreeMap<>();
        Matcher matcher = SAMPLE.matcher(page());
        while (matcher.find()) {
            if (!matcher.group(1).startsWith("#")) {
                samples.put(matcher.group(1), Double.valueOf(matcher.group(2).replace("Inf", "Infinity")));
            }
        }
        before.forEach((name, value) -> {
            if (GROWING.matcher(name).matches()) {
                assertThat(samples.get(name)).as(name).isNotNull().isGreaterThanOrEqualTo(value);
            }
        });
        before = samples;
        return samples;
    }

    /** One of them; 0 if it is not there. */
    double value(String sample) throws IOException {
        return samples().getOrDefault(sample, 0.0);
    }
}
