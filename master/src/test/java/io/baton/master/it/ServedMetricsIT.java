package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.journal.ApplicationEvent;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server and a Node program that know nothing of Baton serve their metrics; the master asks each worker and adds up. */
@Timeout(120)
final class ServedMetricsIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    private static final String SERVER =
            """
            import com.sun.net.httpserver.HttpServer;
            import java.net.InetSocketAddress;
            import java.util.concurrent.Executors;
            import java.util.concurrent.atomic.AtomicLong;
            public class Main {
                public static void main(String[] words) throws Exception {
                    AtomicLong orders = new AtomicLong();
                    HttpServer server = HttpServer.create(
                        new InetSocketAddress(Integer.parseInt(System.getenv("PORT"))), 0);
                    server.createContext("/", exchange -> {
                        boolean page = exchange.getRequestURI().getPath().equals("/metrics");
                        byte[] body = (page
                            ? "# HELP orders_total Orders.\\n# TYPE orders_total counter\\norders_total " + orders + "\\n"
                            : "order " + orders.incrementAndGet()).getBytes();
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
                    server.setExecutor(Executors.newCachedThreadPool());
                    server.start();
                }
            }
            """;

    /** As prom-client writes them. {@code /spoil} makes the metrics of one worker unreadable. */
    private static final String PROGRAM =
            """
            let orders = 0;
            let spoilt = false;
            require('http').createServer((request, response) => {
              response.setHeader('Connection', 'close');
              if (request.url === '/metrics') {
                response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
                response.end(spoilt ? '{"orders": 1}' : `# HELP orders_total Orders.
            # TYPE orders_total counter
            orders_total{app="node"} ${orders}

            # HELP nodejs_version_info Node.js version info.
            # TYPE nodejs_version_info gauge
            nodejs_version_info{version="v1",major="1"} 1
            `);
              } else {
                spoilt ||= request.url === '/spoil';
                orders++;
                response.end('ok');
              }
            }).listen(process.env.PORT);
            """;

    private int asked;

    private void ask(MasterProcess master, String path) throws IOException {
        asked++;
        assertThat(HttpClient.get(master.port(), path).status()).isEqualTo(200);
    }

    private void requireAllCounted(MasterProcess master, AdminMetrics metrics, String sample) throws IOException {
        for (int i = 0; i < 20; i++) {
            ask(master, "/");
        }
        await("all orders").atMost(LIMIT).untilAsserted(() -> assertThat(metrics.value(sample))
                .isEqualTo(asked));
    }

    @Test
    void aServersOrdersAreAddedUpOverAKillAndAReload(@TempDir Path directory) throws Exception {
        Path jar = ServerJar.of(directory, "shop.jar", SERVER);
        try (MasterProcess master = MasterProcess.start(
                "--port",
                String.valueOf(MasterCommand.freePort()),
                "--admin",
                "0",
                "-i",
                "2",
                "--reload-trial",
                "1ms",
                "--metrics-path",
                "/metrics",
                "--name",
                "shop",
                jar.toString())) {
            AdminMetrics metrics = AdminMetrics.of(master);
            master.awaitReady(2);
            String sample = "orders_total{app=\"shop\"}";
            requireAllCounted(master, metrics, sample);
            Promtool.requireNoFaultIn(metrics.page());
            Proc.signal(master.readyPids().get(0), Processes.SIGKILL);
            master.awaitReady(3);
            requireAllCounted(master, metrics, sample);
            reloadWithOrdersThatNoPageHas(master);
            requireAllCounted(master, metrics, sample);
        }
    }

    /** The workers that leave are asked for them. */
    private void reloadWithOrdersThatNoPageHas(MasterProcess master) throws Exception {
        for (int i = 0; i < 20; i++) {
            ask(master, "/");
        }
        Proc.signal(master.pid(), Processes.SIGHUP);
        master.await(Pattern.compile("generation 2 serves"));
    }

    @Test
    void aNodeProgramsOrdersAreAddedUpAndAWorkerThatServesJsonLosesItsOwn(@TempDir Path directory) throws Exception {
        Path program = Files.writeString(directory.resolve("shop.js"), PROGRAM);
        try (MasterProcess master = MasterProcess.start(
                "--admin",
                "0",
                "-i",
                "2",
                "--reload-trial",
                "1ms",
                "--metrics-path",
                "/metrics",
                "--name",
                "shop",
                program.toString())) {
            AdminMetrics metrics = AdminMetrics.of(master);
            master.awaitReady(2);
            String sample = "orders_total{app=\"shop\",exported_app=\"node\"}";
            requireAllCounted(master, metrics, sample);
            assertThat(metrics.page())
                    .contains("nodejs_version_info{app=\"shop\",slot=\"1\",major=\"1\",version=\"v1\"} 1\n")
                    .contains("nodejs_version_info{app=\"shop\",slot=\"2\",major=\"1\",version=\"v1\"} 1\n");
            reloadWithOrdersThatNoPageHas(master);
            requireAllCounted(master, metrics, sample);
            ask(master, "/spoil");
            await("a failure").atMost(LIMIT).untilAsserted(() -> assertThat(
                            metrics.value("baton_application_metrics_failures_total{app=\"shop\"}"))
                    .isPositive());
            assertThat(master.awaitEvent(ApplicationEvent.MetricsLeftOut.class, event -> true)
                            .text())
                    .contains("line 1: \"{\"orders\": 1}\" (expected: the name of a metric)");
            assertThat(metrics.value(sample)).isBetween(asked - 1.0, (double) asked);
        }
    }
}
