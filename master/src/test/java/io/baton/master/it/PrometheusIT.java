package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard for Grafana, the alert rules for Prometheus, and what a Prometheus counts of a master. */
@Timeout(150)
final class PrometheusIT {

    private static final Path SHIPPED = Path.of("src/main/resources/io/baton/master/metrics");
    private static final Path RULES = SHIPPED.resolve("alerts.yml").toAbsolutePath();
    private static final Pattern OPENED =
            Pattern.compile("metrics, health and events on http://127.0.0.1:(\\d+); token in (\\S+)");
    private static final Pattern UPGRADED = Pattern.compile("upgraded from \\S+ to \\S+ in \\d+ ms");
    /** What is served only when a worker has asked for shared state. */
    private static final String SHARED = "baton_shared_";

    private static final Pattern NAME = Pattern.compile("\\b(?:baton|process)_[a-z_]+");
    private static final Pattern SAMPLE = Pattern.compile("^([a-z_]+)(?:\\{.*})? \\S+$", Pattern.MULTILINE);
    private static final String REQUESTS = "baton_http_requests_total";

    private static final Duration SCRAPES = Duration.ofSeconds(30);

    private static List<String> expressions(JsonNode document) {
        return document.findValues("expr").stream().map(JsonNode::asText).toList();
    }

    private static List<String> alerts() throws IOException {
        return expressions(new YAMLMapper().readTree(RULES.toFile()));
    }

    private static List<String> dashboard() throws IOException {
        return expressions(
                new ObjectMapper().readTree(SHIPPED.resolve("grafana.json").toFile()));
    }

    private static Set<String> names(Pattern pattern, int group, String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(group));
        }
        return names;
    }

    @Test
    void everyNameInTheDashboardAndInTheAlertsIsServed() throws Exception {
        Promtool.requireNoFaultIn(RULES);
        List<String> all = new ArrayList<>(alerts());
        all.addAll(dashboard());
        assertThat(all).hasSizeGreaterThan(30);
        try (MasterProcess master = MasterProcess.start("--admin", "0")) {
            Matcher opened = master.await(OPENED);
            int admin = Integer.parseInt(opened.group(1));
            String token = Files.readString(Path.of(opened.group(2))).strip();
            master.awaitReady(2);
            Set<String> named = names(NAME, 0, String.join("\n", all));
            named.removeIf(name -> name.startsWith(SHARED));
            await("metrics of workers").atMost(SCRAPES).untilAsserted(() -> assertThat(
                            names(SAMPLE, 1, metrics(admin, token)))
                    .containsAll(named));
            Promtool.requireNoFaultIn(metrics(admin, token));
        }
    }

    @Test
    void thoseOfSharedStateAreServedAsSoonAsAWorkerHasAsked(@TempDir Path directory) throws Exception {
        Set<String> named = names(NAME, 0, String.join("\n", dashboard()));
        named.removeIf(name -> !name.startsWith(SHARED));
        assertThat(named).hasSizeGreaterThan(3);
        try (MasterProcess master = MasterProcess.start(Together.JAVA.program(directory), "-i", "2", "--admin", "0")) {
            Matcher opened = master.await(OPENED);
            int admin = Integer.parseInt(opened.group(1));
            String token = Files.readString(Path.of(opened.group(2))).strip();
            master.awaitReady(2);
            HttpClient.get(master.port(), "/login?user=ada");
            await("metrics of shared state").atMost(SCRAPES).untilAsserted(() -> assertThat(
                            names(SAMPLE, 1, metrics(admin, token)))
                    .containsAll(named));
            Promtool.requireNoFaultIn(metrics(admin, token));
        }
    }

    private static String metrics(int admin, String token) throws IOException {
        try (HttpClient client = new HttpClient(admin)) {
            HttpClient.Answer answer = client.request(
                    "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n");
            assertThat(answer.status()).isEqualTo(200);
            return answer.body();
        }
    }

    @Tag("long")
    @Test
    void prometheusCountsEachRequestOverAKillAScaleAReloadAndAnUpgrade(@TempDir Path directory) throws Exception {
        assumeTrue(Promtool.isThere("prometheus", "PrometheusIT is skipped"));
        // Without the leak detection of other tests, which would take most of the machine under load.
        MasterCommand command = new MasterCommand().environment("JAVA_TOOL_OPTIONS", "-Xshare:auto");
        try (MasterProcess master = command.start("--admin", "0", "--reload-trial", "1ms")) {
            Matcher opened = master.await(OPENED);
            int admin = Integer.parseInt(opened.group(1));
            master.awaitReady(2);
            try (PrometheusServer prometheus =
                    PrometheusServer.start(directory, admin, Path.of(opened.group(2)), RULES)) {
                await("scrapes before the first request").atMost(SCRAPES).until(() -> scrapes(prometheus) >= 3);
                assertThat(prometheus.values("sum(" + REQUESTS + ")")).containsExactly(0.0);
                try (Load load = Load.start(master.port(), 100)) {
                    load.awaitAnswers(100);
                    int killed = master.readyPids().get(0);
                    Proc.signal(killed, Processes.SIGKILL);
                    master.awaitReady(3);
                    Proc.signal(master.pid(), Processes.SIGTTIN);
                    master.awaitReady(4);
                    Proc.signal(master.pid(), Processes.SIGHUP);
                    master.await(Pattern.compile("generation 2 serves"));
                    load.awaitAnswers(100);
                    Proc.signal(master.pid(), Processes.SIGUSR2);
                    master.await(UPGRADED);
                    load.awaitAnswers(100);
                    requireAllCounted(prometheus, load.end());
                }
                requireThatNothingFalls(prometheus);
                requireThatRulesAndDashboardWork(prometheus);
            }
        }
    }

    /** The killed worker may have counted a request whose answer did not leave it any more. */
    private static void requireAllCounted(PrometheusServer prometheus, List<Load.Request> all) throws IOException {
        assertThat(all).extracting(Load.Request::end).isSubsetOf(Load.End.ANSWERED, Load.End.LOST);
        long answered = count(all, Load.End.ANSWERED);
        long lost = count(all, Load.End.LOST);
        await("all requests in Prometheus").atMost(SCRAPES).until(() -> growth(prometheus, REQUESTS) >= answered);
        long scrapes = scrapes(prometheus);
        await("two more scrapes").atMost(SCRAPES).until(() -> scrapes(prometheus) >= scrapes + 2);
        double counted = growth(prometheus, REQUESTS);
        assertThat(counted).isBetween((double) answered, (double) answered + lost);
        assertThat(growth(prometheus, "baton_connections_accepted_total")).isEqualTo(all.size());
        System.err.printf(
                "PrometheusIT: %d requests answered, %d lost with the killed worker, %.0f counted%n",
                answered, lost, counted);
    }

    private static long count(List<Load.Request> all, Load.End end) {
        return all.stream().filter(request -> request.end() == end).count();
    }

    private static double growth(PrometheusServer prometheus, String name) throws IOException {
        return prometheus.samples(name).stream()
                .mapToDouble(PrometheusServer.Series::growth)
                .sum();
    }

    private static long scrapes(PrometheusServer prometheus) throws IOException {
        return prometheus.samples("baton_build_info").stream()
                .mapToLong(series -> series.values().size())
                .max()
                .orElse(0);
    }

    private static void requireThatNothingFalls(PrometheusServer prometheus) throws IOException {
        List<PrometheusServer.Series> counters =
                prometheus.samples("{__name__=~\"baton_.+_(total|count|sum|bucket)\"}");
        assertThat(counters).hasSizeGreaterThan(50);
        assertThat(counters).allSatisfy(series -> assertThat(series.values()).isSorted());
        assertThat(prometheus.values("min_over_time(sum(rate(" + REQUESTS + "[5s]))[1h:1s])"))
                .singleElement()
                .satisfies(least -> assertThat(least).isNotNegative());
    }

    private static void requireThatRulesAndDashboardWork(PrometheusServer prometheus) throws IOException {
        assertThat(prometheus.rules()).hasSameSizeAs(alerts()).allSatisfy(rule -> assertThat(
                        rule.get("health").asText())
                .as(rule.toString())
                .isEqualTo("ok"));
        for (String expression : dashboard()) {
            if (expression.contains(SHARED)) {
                continue; // the built-in application asks for none
            }
            String filled = expression
                    .replace("$__rate_interval", "1m")
                    .replace("$__range", "1h")
                    .replace("$instance", ".*")
                    .replace("$app", ".*");
            List<Double> values = prometheus.values(filled);
            assertThat(values).as(filled).isNotEmpty();
        }
    }
}
