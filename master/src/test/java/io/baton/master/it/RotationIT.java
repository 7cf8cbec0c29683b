package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Healthy workers are replaced after a while, one at a time, and nobody loses anything. */
final class RotationIT {

    private static final int PER_SECOND = 200;
    private static final Pattern REPLACED = Pattern.compile("worker \\d \\(pid (\\d+)\\) is replaced: (.*)");
    private static final Pattern READY = Pattern.compile("worker \\d \\(pid (\\d+)\\) ONLINE -> READY");
    private static final Pattern LEAVES = Pattern.compile("pid (\\d+)\\) READY -> DRAINING: replaced");

    @Test
    void afterSoManyRequestsWorkersAreReplacedOneAfterTheOtherAndNoRequestIsLost() throws IOException {
        try (Trial trial = Trial.underLoad(PER_SECOND, "--max-requests", "300")) {
            trial.master().await(LEAVES, 3);
            trial.requireAllAnsweredBut(Set.of());
            assertThat(trial.master().await(REPLACED).group(2)).matches("\\d+ requests");
            requireOneAtATime(trial.master().output());
            trial.requireHealed();
        }
    }

    @Test
    void aWorkerThatIsReplacedFinishesWhatItHas() throws IOException {
        try (MasterProcess master = MasterProcess.start("-i", "1", "--max-lifetime", "3s");
                HttpClient computing = new HttpClient(master.port())) {
            master.awaitReady(1);
            int replaced = HttpClient.pidIn(computing.get("/").body());
            computing.send("GET /compute?n=4e9 HTTP/1.1\r\nHost: test\r\n\r\n");
            master.await(Pattern.compile("pid " + replaced + "\\) READY -> DRAINING: replaced"));
            assertThat(HttpClient.workerPid(master.port())).isNotEqualTo(replaced);
            assertThat(computing.answer(false).status()).isEqualTo(200);
            assertThat(computing.isClosedByServer()).isTrue();
            master.await(Pattern.compile("pid " + replaced + "\\) DRAINING -> EXITED: exit code 0"));
        }
    }

    @Test
    void aWorkerWithTooMuchMemoryIsReplacedOnceItHasSettled() {
        try (MasterProcess master =
                MasterProcess.start("-i", "1", "--max-memory-restart", "20m", "--min-uptime", "1s")) {
            assertThat(master.await(REPLACED).group(2)).matches("\\d+ MB of memory");
            await().atMost(Duration.ofSeconds(30)).until(() -> master.children().size() == 1);
        }
    }

    /** The replacement is ready before its predecessor leaves and before the next one is replaced. */
    private static void requireOneAtATime(List<String> output) {
        List<String> order = new ArrayList<>();
        boolean serving = false;
        for (String line : output) {
            serving |= line.contains("is replaced:");
            Matcher ready = READY.matcher(line);
            if (line.contains("is replaced:")) {
                order.add("replace");
            } else if (serving && ready.find()) {
                order.add("ready");
            } else if (LEAVES.matcher(line).find()) {
                order.add("leave");
            }
        }
        for (int i = 0; i < order.size(); i++) {
            assertThat(order.get(i))
                    .as("%s of %s", i, order)
                    .isEqualTo(List.of("replace", "ready", "leave").get(i % 3));
        }
    }
}
