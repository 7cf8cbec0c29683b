package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.journal.SlotEvent;
import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.SlotState;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that die again and again, or never become ready. */
final class RestartIT {

    private static final long TICKS_PER_SECOND = 100;
    private static final long ALLOWED_GROWTH = 20 << 20;

    /** Worker 2 fails at every start, worker 1 serves. */
    private static final String HALF_BROKEN =
            """
            package user;
            import io.baton.worker.spi.*;
            import io.netty.buffer.Unpooled;
            import io.netty.channel.*;
            import java.nio.charset.StandardCharsets;
            public final class HalfBroken implements Application {
                @Override public void start(Worker worker) {
                    if (worker.id() == 2) {
                        throw new IllegalStateException("no database");
                    }
                }
                @Override public void initialize(Channel channel) {
                    channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                        @Override public void channelRead(ChannelHandlerContext context, Object message) {
                            io.netty.util.ReferenceCountUtil.release(message);
                            context.writeAndFlush(Unpooled.copiedBuffer(
                                    "HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n", StandardCharsets.US_ASCII))
                                .addListener(ChannelFutureListener.CLOSE);
                        }
                    });
                }
            }
            """;

    private static final String NEVER_READY =
            """
            package user;
            public final class NeverReady implements io.baton.worker.spi.Application {
                @Override public void start(io.baton.worker.spi.Worker worker) throws Exception {
                    new java.util.concurrent.CountDownLatch(1).await();
                }
                @Override public void initialize(io.netty.channel.Channel channel) {}
            }
            """;

    @Tag("long")
    @Test
    void aWorkerThatFailsAtEveryStartIsErroredCostsLittleAndTheOthersServe(@TempDir Path directory) throws IOException {
        Path jar = ApplicationJar.of(directory, "HalfBroken", HALF_BROKEN);
        Duration watched = Scale.of(Duration.ofSeconds(5), Duration.ofSeconds(30));
        try (MasterProcess master = MasterProcess.start(jar.toString(), "--backoff", Scale.of("500ms", "100ms"))) {
            master.await(Pattern.compile("no database"));
            WorkerEvent.Died died = master.awaitEvent(WorkerEvent.Died.class, any -> true);
            assertThat(died.worker().name()).isEqualTo("worker 2");
            assertThat(died.wasReady()).isFalse();
            assertThat(died.end()).isEqualTo("exit code 1");
            SlotEvent.Waits errored =
                    master.awaitEvent(SlotEvent.Waits.class, waits -> waits.state() == SlotState.ERRORED);
            assertThat(errored.name()).isEqualTo("worker 2");
            assertThat(errored.exits()).isEqualTo(5);
            assertThat(errored.delayMs()).isPositive();
            await().pollDelay(Scale.of(Duration.ZERO, Duration.ofSeconds(8))).until(() -> true);
            long before = Proc.cpuTicksWithEndedChildren(master.pid());
            await().pollDelay(watched).atMost(watched.multipliedBy(2)).until(() -> true);
            assertThat(Proc.cpuTicksWithEndedChildren(master.pid()) - before)
                    .as("ticks of CPU for starts that fail")
                    .isLessThan(Scale.of(20L, 10L) * watched.toSeconds() * TICKS_PER_SECOND / 100);
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(20))).isZero();
        }
    }

    @Test
    void aWorkerThatDoesNotBecomeReadyInTimeIsKilledAndTriedAgain(@TempDir Path directory) throws IOException {
        Path jar = ApplicationJar.of(directory, "NeverReady", NEVER_READY);
        try (MasterProcess master =
                MasterProcess.start(jar.toString(), "-i", "1", "--ready-timeout", "1s", "--on-boot-failure", "stay")) {
            WorkerEvent.Stepped killed =
                    master.awaitEvent(WorkerEvent.Stepped.class, step -> step.to() == WorkerState.KILLING);
            assertThat(killed.from()).isEqualTo(WorkerState.ONLINE);
            assertThat(killed.reason()).isEqualTo("not ready after 1000 ms");
            WorkerEvent.Died died = master.awaitDeath(killed.worker().pid());
            assertThat(died.wasReady()).isFalse();
            assertThat(died.end()).isEqualTo("SIGKILL");
            SlotEvent.Waits waits = master.awaitEvent(SlotEvent.Waits.class, any -> true);
            assertThat(waits.name()).isEqualTo("worker 1");
            assertThat(waits.state()).isEqualTo(SlotState.BACKOFF);
            assertThat(waits.exits()).isEqualTo(2);
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(20))).isZero();
        }
    }

    @Tag("long")
    @Test
    void rapidRestartsLeaveNothingBehindInTheMaster() throws IOException {
        int kills = Scale.of(15, 1000);
        try (Trial trial = Trial.start("--backoff", "0")) {
            int settled = kills / 5;
            long before = 0;
            for (int kill = 1; kill <= kills; kill++) {
                Proc.signal(trial.master().children().get(0), Processes.SIGKILL);
                trial.master().awaitReady(2 + kill);
                before = kill == settled ? Proc.residentBytes(trial.master().pid()) : before;
            }
            assertThat(Proc.residentBytes(trial.master().pid()) - before)
                    .as("growth of the master's memory")
                    .isLessThan(ALLOWED_GROWTH);
            trial.requireHealed("worker \\d errored: next start");
        }
    }
}
