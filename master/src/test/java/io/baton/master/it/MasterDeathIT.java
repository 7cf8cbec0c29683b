package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Libc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A master that is killed takes its workers with it and leaves nothing that is in its successor's way. */
final class MasterDeathIT {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theWorkersLeaveWithinASecondAndTheNextMasterServesOnTheSamePort(boolean oneIsStopped, @TempDir Path directory)
            throws IOException {
        Path home = directory.resolve("home");
        int port;
        try (MasterProcess master = new MasterCommand().home(home).start()) {
            master.awaitReady(2);
            port = master.port();
            List<Integer> workers = master.children();
            if (oneIsStopped) {
                Proc.stop(workers.get(0));
            }
            HttpClient.get(port, oneIsStopped ? "/" : "/compute?n=1000");
            Proc.signal(master.pid(), Libc.SIGKILL);
            workers.forEach(pid -> Proc.awaitGone(pid, AT_ONCE));
        }
        try (MasterProcess next = new MasterCommand().home(home).start("--port", "" + port)) {
            next.awaitReady(2);
            assertThat(HttpClient.get(port, "/").status()).isEqualTo(200);
        }
    }
}
