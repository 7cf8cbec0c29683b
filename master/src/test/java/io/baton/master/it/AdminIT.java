package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A master seen over HTTP: what it counts, and how it is. */
@Timeout(120)
final class AdminIT {

    private static final Pattern OPENED =
            Pattern.compile("metrics, health and events on http://127.0.0.1:(\\d+); token");
    private static final Pattern REQUESTS =
            Pattern.compile("^baton_http_requests_total\\{.*} (\\S+)$", Pattern.MULTILINE);
    private static final Pattern UPGRADED = Pattern.compile("upgraded from \\S+ to \\S+ in \\d+ ms");

    private int admin;
    private String token = "";

    private HttpClient.Answer ask(String method, String path, String more) throws IOException {
        try (HttpClient client = new HttpClient(admin)) {
            return client.request(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n");
        }
    }

    private String metrics() throws IOException {
        HttpClient.Answer answer = ask("GET", "/metrics", "Authorization: Bearer " + token + "\r\n");
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private long requests() throws IOException {
        Matcher found = REQUESTS.matcher(metrics());
        long sum = 0;
        while (found.find()) {
            sum += (long) Double.parseDouble(found.group(1));
        }
        return sum;
    }

    private int health(String path) throws IOException {
        return ask("GET", path, "").status();
    }

    private static void send(int port, int requests) throws IOException {
        for (int i = 0; i < requests; i++) {
            assertThat(HttpClient.get(port, "/").status()).isEqualTo(200);
        }
    }

    @Test
    void everyAnsweredRequestIsCountedOverAKillAScaleAReloadAndAnUpgrade(@TempDir Path directory) throws Exception {
        Path home = directory.resolve("home");
        try (MasterProcess master = new MasterCommand().home(home).start("--admin", "0", "--reload-trial", "1ms")) {
            admin = Integer.parseInt(master.await(OPENED).group(1));
            token = Files.readString(home.resolve("admin.token")).strip();
            master.awaitReady(2);
            int port = master.port();
            refusesStrangers();
            assertThat(health("/health/ready")).isEqualTo(200);
            assertThat(requests()).as("before the first client").isZero();
            send(port, 30);
            await("30 requests").until(() -> requests() == 30);

            int killed = master.readyPids().get(0);
            Processes.kill(killed, Processes.SIGKILL);
            master.awaitStep(killed, WorkerState.EXITED);
            assertThat(requests()).as("after a worker was killed").isEqualTo(30);
            master.awaitReady(3);
            Proc.signal(master.pid(), Processes.SIGTTIN);
            master.awaitReady(4);
            send(port, 30);
            Proc.signal(master.pid(), Processes.SIGUSR2);
            master.await(UPGRADED);
            assertThat(requests()).as("after an upgrade").isBetween(30L, 60L);
            await("60 requests").until(() -> requests() == 60);
            Proc.signal(master.pid(), Processes.SIGHUP);
            master.await(Pattern.compile("generation 2 serves"));
            send(port, 10);
            await("70 requests").until(() -> requests() == 70);
            assertThat(metrics())
                    .contains("baton_worker_exits_total{app=\"baton\",cause=\"crash\"} 1.0")
                    .contains("baton_reloads_total{app=\"baton\",result=\"done\"} 1.0");
            Promtool.requireNoFaultIn(metrics());
        }
    }

    private void refusesStrangers() throws IOException {
        assertThat(ask("GET", "/metrics", "").status()).isEqualTo(401);
        assertThat(ask("GET", "/metrics", "Authorization: Bearer 0\r\n").status())
                .isEqualTo(401);
        assertThat(ask("POST", "/health/live", "").status()).isEqualTo(405);
        assertThat(ask("GET", "/health/../metrics", "").status()).isIn(401, 404);
        try (HttpClient client = new HttpClient(admin)) {
            assertThat(client.request("GET /health/live HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                            .status())
                    .isEqualTo(421);
        }
        try (HttpClient client = new HttpClient(admin)) {
            assertThat(client.request("GET /health/live HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")
                            .status())
                    .isEqualTo(431);
        }
    }

    @Test
    void aMasterThatStopsIsNotReadyWhileItStillAccepts() throws Exception {
        try (MasterProcess master = MasterProcess.start("--admin", "0", "--drain-delay", "2s", "-i", "1")) {
            admin = Integer.parseInt(master.await(OPENED).group(1));
            master.awaitReady(1);
            int port = master.port();
            await("ready").until(() -> health("/health/ready") == 200);
            Proc.signal(master.pid(), Processes.SIGTERM);
            await("not ready").until(() -> health("/health/ready") == 503);
            assertThat(health("/health/live")).isEqualTo(200);
            assertThat(HttpClient.get(port, "/").status()).isEqualTo(200);
            assertThat(master.exitCode(Duration.ofSeconds(20))).isZero();
        }
    }
}
