package io.baton.master.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.it.MasterCommand;
import io.baton.master.it.MasterProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spring Boot, unmodified, is reloaded once under clients that never retry. {@link EveryServerIT} has all servers. */
@Timeout(300)
@Tag("long")
final class SpringBootIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void itsWorkersTakeTurnsAndAreReloadedWithoutALoss(@TempDir Path home) throws Exception {
        Path jar = ServerExample.jar("spring-boot");
        int port = MasterCommand.freePort();
        try (MasterProcess master = new MasterCommand()
                .home(home)
                .start(
                        "--port",
                        "" + port,
                        "--name",
                        "shop",
                        "--ready-path",
                        "/",
                        "--reload-trial",
                        "0",
                        "--archive",
                        "off",
                        jar.toString())) {
            master.awaitReady(2);
            assertThat(turns(port).values()).containsExactly(10, 10);
            assertThat(ServerClient.get(port, "/chunks")).endsWith("chunk 9\n");
            try (UnforgivingLoad load = UnforgivingLoad.start(port, 8, 200, 50)) {
                await().atMost(LIMIT).until(() -> load.answered() > 100);
                MasterCommand.Outcome reload = new MasterCommand().home(home).run("reload", "shop");
                assertThat(reload.exitCode()).as(reload.output()).isZero();
                load.end();
                assertThat(load.failed()).as(load.toString()).isZero();
            }
            ProcessHandle.of(master.pid()).orElseThrow().destroy();
            assertThat(master.exitCode(LIMIT)).as("stopped by SIGTERM").isZero();
        }
    }

    private static Map<String, Integer> turns(int port) throws IOException {
        Map<String, Integer> turns = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            turns.merge(ServerClient.get(port, "/").split(" ", 2)[0], 1, Integer::sum);
        }
        return turns;
    }
}
