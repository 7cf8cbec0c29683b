package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Libc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that die again and again, or never become ready. */
final class RestartIT {

    private static final long ALLOWED_GROWTH = 20 << 20;

    private static final String NEVER_READY =
            """
            package user;
            public final class NeverReady implements io.baton.worker.spi.Application {
                @Override public void start(io.baton.worker.spi.Worker worker) throws Exception {
                    Thread.sleep(Long.MAX_VALUE);
                }
                @Override public void initialize(io.netty.channel.Channel channel) {}
            }
            """;

    @Test
    void aWorkerThatDoesNotBecomeReadyInTimeIsKilledAndTriedAgain(@TempDir Path directory) throws IOException {
        Path jar = ApplicationJar.of(directory, "NeverReady", NEVER_READY);
        try (MasterProcess master = MasterProcess.start(jar.toString(), "-i", "1", "--ready-timeout", "1s")) {
            master.await(Pattern.compile("worker 1 \\(pid \\d+\\) ONLINE -> KILLING: not ready after 1000 ms"));
            master.await(Pattern.compile("worker 1 \\(pid \\d+\\) died before it was ready: SIGKILL"));
            master.await(Pattern.compile("worker 1 waiting restart: next start in \\d+ ms, after 2 exits in a row"));
            Proc.signal(master.pid(), Libc.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(20))).isZero();
        }
    }

    @Test
    void rapidRestartsLeaveNothingBehindInTheMaster() throws IOException {
        int kills = Scale.of(15, 1000);
        try (Trial trial = Trial.start("--backoff", "0")) {
            int settled = kills / 5;
            long before = 0;
            for (int kill = 1; kill <= kills; kill++) {
                Proc.signal(trial.master().children().get(0), Libc.SIGKILL);
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
