package io.baton.master.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.it.MasterCommand;
import io.baton.master.it.MasterProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two Spring Boot workers are replaced again and again, under clients that never retry. Profile {@code servers}; 20 times
 * with the profile {@code campaign} beside it.
 */
@EnabledIfSystemProperty(named = "baton.servers", matches = "(?!false$).+")
@Timeout(3600)
final class SpringReloadIT {

    private static final int RELOADS = Boolean.getBoolean("baton.campaign") ? 20 : 2;
    private static final int KEPT = 64;
    private static final int KEPT_PER_SECOND = 2000;
    private static final int NEW_PER_SECOND = 500;

    @Test
    void reloadsUnderLoadLoseNoRequestAndNoConnection(@TempDir Path home) throws Exception {
        reload("spring-boot", home, RELOADS);
    }

    /** Fails if one request fails, or if one connection ends without an announcement. */
    static void reload(String name, Path home, int reloads) throws Exception {
        Path jar = ServerExample.jar(name);
        String port = Integer.toString(MasterCommand.freePort());
        try (MasterProcess master = new MasterCommand()
                .home(home)
                .start("--port", port, "--name", "shop", "--ready-path", "/", jar.toString())) {
            master.awaitReady(2);
            try (UnforgivingLoad load =
                    UnforgivingLoad.start(Integer.parseInt(port), KEPT, KEPT_PER_SECOND, NEW_PER_SECOND)) {
                await().atMost(Duration.ofMinutes(1)).until(() -> load.answered() > 1000);
                for (int i = 1; i <= reloads; i++) {
                    MasterCommand.Outcome reload =
                            new MasterCommand().home(home).patiently().run("reload", "--timeout", "10m", "shop");
                    assertThat(reload.exitCode()).as(reload.output()).isZero();
                    System.out.println(name + ", reload " + i + ": " + load);
                }
                load.end();
                assertThat(load.failed()).as(load.toString()).isZero();
            }
        }
    }
}
