package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.snapshot.WorkerState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the buttons of the page send: only the page's own scripts can, and only with the token. */
@Timeout(120)
final class AdminOrderIT {

    private static final Pattern OPENED =
            Pattern.compile("metrics, health and events on http://127.0.0.1:(\\d+); token");
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String STOP = "{\"request\":\"stop\",\"app\":\"baton\"}";

    private int admin;
    private String bearer = "";

    private HttpClient.Answer post(String host, String fields, String body) throws IOException {
        try (HttpClient client = new HttpClient(admin)) {
            return client.request("POST /do HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "Content-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
        }
    }

    private int status(String host, String fields, String body) throws IOException {
        return post(host, fields, body).status();
    }

    @Test
    void onlyThePageItselfHasSomethingDone(@TempDir Path directory) throws Exception {
        Path home = directory.resolve("home");
        try (MasterProcess master = new MasterCommand().home(home).start("--admin", "0", "-i", "1")) {
            admin = Integer.parseInt(master.await(OPENED).group(1));
            bearer = "Authorization: Bearer "
                    + Files.readString(home.resolve("admin.token")).strip() + "\r\n";
            master.awaitReady(1);
            int worker = master.readyPids().get(0);
            refusesStrangers();
            refusesWhatIsNoRequest();
            assertThat(master.children()).as("nothing was stopped").contains(worker);

            String scale = "{\"request\":\"scale\",\"app\":\"baton\",\"change\":\"+1\"}";
            HttpClient.Answer grown =
                    post("localhost:" + admin, bearer + JSON + "Origin: http://localhost:" + admin + "\r\n", scale);
            assertThat(grown.status()).isEqualTo(200);
            assertThat(grown.body()).contains("\"ok\":true", "2 workers");
            HttpClient.Answer unknown =
                    post("localhost", bearer + JSON, "{\"request\":\"reload\",\"app\":\"nothing\"}");
            assertThat(unknown.status()).isEqualTo(409);
            assertThat(unknown.body()).contains("nothing: no such application");
            assertThat(status("localhost", bearer + JSON, STOP)).isEqualTo(200);
            master.awaitStep(worker, WorkerState.EXITED);
        }
    }

    private void refusesStrangers() throws IOException {
        assertThat(status("localhost", JSON, STOP)).as("without a token").isEqualTo(401);
        assertThat(status("localhost", "Authorization: Bearer 0\r\n" + JSON, STOP))
                .as("a wrong token")
                .isEqualTo(401);
        assertThat(status("evil.example", bearer + JSON, STOP))
                .as("a foreign Host")
                .isEqualTo(421);
        for (String origin :
                new String[] {"http://evil.example", "http://localhost:1", "null", "http://localhost@evil"}) {
            assertThat(status("localhost:" + admin, bearer + JSON + "Origin: " + origin + "\r\n", STOP))
                    .as(origin)
                    .isEqualTo(403);
        }
        for (String type : new String[] {"", "Content-Type: text/plain\r\n", "Content-Type: application/jsonp\r\n"}) {
            assertThat(status("localhost", bearer + type, STOP)).as(type).isEqualTo(415);
        }
    }

    private void refusesWhatIsNoRequest() throws IOException {
        assertThat(status("localhost", bearer + JSON, STOP + " ".repeat(4097))).isEqualTo(413);
        assertThat(status("localhost", bearer + JSON, STOP + " ".repeat(100_000)))
                .isEqualTo(413);
        assertThat(status("localhost", bearer + JSON, "{\"request\":\"kill\",\"app\":\"baton\"}"))
                .isEqualTo(400);
        assertThat(status("localhost", bearer + JSON, "stop")).isEqualTo(400);
        try (HttpClient client = new HttpClient(admin)) {
            HttpClient.Answer got = client.request("GET /do HTTP/1.1\r\nHost: localhost\r\n" + bearer + "\r\n");
            assertThat(got.status()).isEqualTo(405);
            assertThat(got.head()).containsIgnoringCase("allow: POST");
        }
    }
}
