package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.journal.ApplicationEvent;
import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an application counts by itself is on the master's page, added up over all its workers. */
@Timeout(120)
final class ApplicationMetricsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern UPGRADED = Pattern.compile("upgraded from \\S+ to \\S+ in \\d+ ms");

    /** Counts its requests. {@code /garbage} and {@code /hang} spoil the metrics of the worker that answers. */
    private static final String SOURCE =
            """
            package user;
            import io.baton.worker.spi.Application;
            import io.netty.buffer.*;
            import io.netty.channel.*;
            import java.nio.charset.StandardCharsets;
            import java.util.concurrent.CountDownLatch;
            import java.util.concurrent.atomic.AtomicLong;
            public final class Counting implements Application {
                final AtomicLong requests = new AtomicLong();
                volatile String last = "";
                @Override public void initialize(Channel channel) {
                    channel.pipeline().addLast(new SimpleChannelInboundHandler<ByteBuf>() {
                        @Override protected void channelRead0(ChannelHandlerContext context, ByteBuf request) {
                            last = request.toString(StandardCharsets.UTF_8).split(" ")[1];
                            requests.incrementAndGet();
                            String pid = String.valueOf(ProcessHandle.current().pid());
                            context.writeAndFlush(Unpooled.copiedBuffer("HTTP/1.1 200 OK\\r\\nContent-Length: " + pid.length()
                                + "\\r\\nConnection: close\\r\\n\\r\\n" + pid, StandardCharsets.UTF_8))
                                .addListener(ChannelFutureListener.CLOSE);
                        }
                    });
                }
                @Override public String metrics() {
                    if (last.equals("/garbage")) {
                        return "<html>";
                    } else if (last.equals("/hang")) {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                    return "# HELP shop_orders_total Orders.\\n# TYPE shop_orders_total counter\\nshop_orders_total{kind=\\"a\\"} "
                        + requests + "\\n# HELP shop_seconds Durations.\\n# TYPE shop_seconds histogram\\n"
                        + "shop_seconds_bucket{le=\\"0.5\\"} " + requests + "\\nshop_seconds_bucket{le=\\"+Inf\\"} " + requests
                        + "\\nshop_seconds_sum " + requests.get() * 0.1 + "\\nshop_seconds_count " + requests
                        + "\\n# HELP process_threads Threads.\\n# TYPE process_threads gauge\\nprocess_threads 7\\n";
                }
            }
            """;

    private int asked;

    /** Returns the pid of the worker that answers. */
    private int ask(MasterProcess master, String path) throws IOException {
        asked++;
        return Integer.parseInt(HttpClient.get(master.port(), path).body());
    }

    private void requireAllCounted(MasterProcess master, AdminMetrics metrics, String app) throws IOException {
        for (int i = 0; i < 20; i++) {
            int unused = ask(master, "/");
        }
        await("all orders").atMost(LIMIT).untilAsserted(() -> assertThat(
                        metrics.value("shop_orders_total{app=\"" + app + "\",kind=\"a\"}"))
                .isEqualTo(asked));
        assertThat(metrics.value("shop_seconds_bucket{app=\"" + app + "\",le=\"0.5\"}"))
                .isEqualTo(asked);
        assertThat(metrics.value("shop_seconds_count{app=\"" + app + "\"}")).isEqualTo(asked);
    }

    @Tag("long")
    @Test
    void eachRequestIsCountedOverAKillAReloadAScaleAndAnUpgrade(@TempDir Path directory) throws Exception {
        Path jar = ApplicationJar.of(directory, "Counting", SOURCE);
        try (MasterProcess master = MasterProcess.start(
                "--admin", "0", "-i", "2", "--reload-trial", "1ms", "--name", "shop", jar.toString())) {
            AdminMetrics metrics = AdminMetrics.of(master);
            master.awaitReady(2);
            requireAllCounted(master, metrics, "shop");
            assertThat(metrics.page())
                    .contains(
                            "process_threads{app=\"shop\",slot=\"1\"} 7", "process_threads{app=\"shop\",slot=\"2\"} 7")
                    .contains("\nprocess_threads ");
            Promtool.requireNoFaultIn(metrics.page());
            assertThat(metrics.page("application/openmetrics-text"))
                    .contains("# TYPE shop_orders counter\n", "# TYPE baton_build info\n")
                    .endsWith("# EOF\n");
            Proc.signal(master.readyPids().get(0), Processes.SIGKILL);
            master.awaitReady(3);
            requireAllCounted(master, metrics, "shop");
            for (int i = 0; i < 20; i++) {
                int unused = ask(master, "/");
            }
            Proc.signal(master.pid(), Processes.SIGHUP);
            master.await(Pattern.compile("generation 2 serves"));
            requireAllCounted(master, metrics, "shop");
            Proc.signal(master.pid(), Processes.SIGTTIN);
            master.awaitReady(6);
            requireAllCounted(master, metrics, "shop");
            Proc.signal(master.pid(), Processes.SIGTTOU);
            requireAllCounted(master, metrics, "shop");
            Proc.signal(master.pid(), Processes.SIGUSR2);
            master.await(UPGRADED);
            Proc.signal(ask(master, "/"), Processes.SIGKILL);
            // The killed worker has told the former image of the master all but its last request.
            asked--;
            requireAllCounted(master, metrics, "shop");
        }
    }

    @Tag("long")
    @Test
    void aWorkerThatServesGarbageOrHangsLosesOnlyItsOwnMetrics(@TempDir Path directory) throws Exception {
        Path jar = ApplicationJar.of(directory, "Counting", SOURCE);
        try (MasterProcess master = MasterProcess.start("--admin", "0", "-i", "3", "--name", "shop", jar.toString())) {
            AdminMetrics metrics = AdminMetrics.of(master);
            master.awaitReady(3);
            requireAllCounted(master, metrics, "shop");
            int garbage = ask(master, "/garbage");
            await("a failure").atMost(LIMIT).untilAsserted(() -> assertThat(
                            metrics.value("baton_application_metrics_failures_total{app=\"shop\"}"))
                    .isGreaterThanOrEqualTo(2));
            assertThat(master.awaitEvent(ApplicationEvent.MetricsLeftOut.class, event -> true)
                            .text())
                    .contains("(pid " + garbage + ")", "line 1: \"<html>\" (expected: the name of a metric)");
            int hung = ask(master, "/hang");
            assertThat(hung).isNotEqualTo(garbage);
            await("a late worker").atMost(LIMIT).untilAsserted(() -> {
                String unused = metrics.page();
                assertThat(leftOut(master)).anySatisfy(text -> assertThat(text)
                        .contains("(pid " + hung + ")", "did not answer within 1000 ms"));
            });
            assertThat(metrics.page()).contains("shop_orders_total", "baton_workers");
            assertThat(leftOut(master)).as("each said once").hasSize(2);
            assertThat(master.events(WorkerEvent.Stepped.class)).noneMatch(step -> step.to() == WorkerState.EXITED);
        }
    }

    private static List<String> leftOut(MasterProcess master) {
        return master.events(ApplicationEvent.MetricsLeftOut.class).stream()
                .map(ApplicationEvent.MetricsLeftOut::text)
                .toList();
    }
}
