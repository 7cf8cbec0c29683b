package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
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

    /** The value of a time series of the only application, 0 if there is none. */
    private long value(String name, String label) throws IOException {
        Matcher found = Pattern.compile("^" + name + "\\{app=\"baton\"" + label + "} (\\S+)$", Pattern.MULTILINE)
                .matcher(metrics());
        return found.find() ? (long) Double.parseDouble(found.group(1)) : 0;
    }

    private long answered(String code) throws IOException {
        return value("baton_http_requests_total", ",code=\"" + code + "\"");
    }

    private void requireCounted(String when, long found, long missing) throws IOException {
        assertThat(answered("2xx")).as("200 " + when).isEqualTo(found);
        assertThat(answered("4xx")).as("404 " + when).isEqualTo(missing);
        assertThat(answered("unknown")).as(when).isZero();
        assertThat(value("baton_http_request_duration_seconds_count", ",code=\"2xx\""))
                .as("durations " + when)
                .isEqualTo(found);
        assertThat(value("baton_http_request_duration_seconds_bucket", ",code=\"4xx\",le=\"\\+Inf\""))
                .as("durations of 404 " + when)
                .isEqualTo(missing);
    }

    private static void ask(int port, int found, int missing) throws IOException {
        send(port, found);
        for (int i = 0; i < missing; i++) {
            assertThat(HttpClient.get(port, "/nothing-here").status()).isEqualTo(404);
        }
    }

    private static long rowsOf(long pid) throws IOException {
        long rows = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid), "fd"))) {
            for (Path one : open) {
                rows += isRow(one) ? 1 : 0;
            }
        }
        return rows;
    }

    private static boolean isRow(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("baton-figures");
        } catch (NoSuchFileException e) {
            return false;
        }
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

    /** No second passes between an answer and the death of its worker. */
    @Tag("long")
    @Test
    void whatAKilledWorkerHasAnsweredInItsLastMomentIsCountedInItsClass(@TempDir Path directory) throws Exception {
        Path home = directory.resolve("home");
        try (MasterProcess master =
                new MasterCommand().home(home).start("--admin", "0", "-i", "2", "--reload-trial", "1ms")) {
            admin = Integer.parseInt(master.await(OPENED).group(1));
            token = Files.readString(home.resolve("admin.token")).strip();
            master.awaitReady(2);
            int port = master.port();
            requireCounted("before the first client", 0, 0);
            ask(port, 20, 9);
            int killed = master.readyPids().get(0);
            Processes.kill(killed, Processes.SIGKILL);
            master.awaitStep(killed, WorkerState.EXITED);
            requireCounted("after a kill", 20, 9);
            master.awaitReady(3);
            assertThat(rowsOf(master.pid())).as("descriptors of the master").isEqualTo(2);
            for (int worker : master.readyPids()) {
                assertThat(worker == killed ? 0 : rowsOf(worker))
                        .as("a worker has mapped its row and closed it")
                        .isZero();
            }
            ask(port, 5, 1);
            Proc.signal(master.pid(), Processes.SIGUSR2);
            master.await(UPGRADED);
            requireCounted("after an upgrade", 25, 10);
            ask(port, 5, 1);
            requireCounted("by workers of the former image", 30, 11);
            Proc.signal(master.pid(), Processes.SIGHUP);
            master.await(Pattern.compile("generation 2 serves"));
            requireCounted("after a reload", 30, 11);
            ask(port, 3, 2);
            requireCounted("in the second generation", 33, 13);
            assertThat(value("baton_http_response_bytes_total", "")).isGreaterThan(46 * 100);
            assertThat(value("baton_http_request_bytes_total", "")).isGreaterThan(46 * 18);
            await("the rows of dead workers are closed").until(() -> rowsOf(master.pid()) == 2);
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
