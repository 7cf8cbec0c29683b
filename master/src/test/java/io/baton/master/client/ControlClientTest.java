package io.baton.master.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.baton.master.client.ClientException.Trouble;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ControlClientTest {

    private static final long LIMIT_MS = 10_000;

    @TempDir
    private Path home = Path.of("");

    @Test
    void aRequestIsOneLineAndItsAnswerAnother() throws Exception {
        try (FakeDaemon daemon = FakeDaemon.in(home, line -> "{\"v\":1,\"pong\":{\"pid\":4711}}\n");
                ControlClient client = ControlClient.connect(home)) {
            Fields answer = client.ask(ControlClient.request("ping"), LIMIT_MS);
            assertThat(answer.object("pong"))
                    .isNotNull()
                    .extracting(pong -> pong.number("pid", 0))
                    .isEqualTo(4711L);
            client.ask(ControlClient.request("ping"), LIMIT_MS);
            assertThat(daemon.requests())
                    .containsOnly("{\"v\":1,\"request\":\"ping\"}")
                    .hasSize(2);
        }
    }

    @Test
    void withoutASocketNoDaemonRuns() {
        assertThat(connecting()).isEqualTo(Trouble.NO_DAEMON);
    }

    @Test
    void theSocketOfAKilledDaemonIsNoDaemon() throws IOException {
        Files.createDirectories(home.resolve("run"));
        try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            gone.bind(UnixDomainSocketAddress.of(ControlClient.socketIn(home)));
        }
        assertThat(ControlClient.socketIn(home)).exists();
        assertThat(connecting()).isEqualTo(Trouble.NO_DAEMON);
    }

    @Test
    void aFileInThePlaceOfTheSocketIsNoDaemon() throws IOException {
        Files.createDirectories(home.resolve("run"));
        Files.writeString(ControlClient.socketIn(home), "no socket");
        assertThat(connecting()).isEqualTo(Trouble.NO_DAEMON);
    }

    @Test
    void aSilentDaemonIsGivenUp() throws Exception {
        try (FakeDaemon daemon = FakeDaemon.in(home, line -> null);
                ControlClient client = ControlClient.connect(home)) {
            assertThatThrownBy(() -> client.ask(ControlClient.request("ping"), 50))
                    .isInstanceOfSatisfying(
                            ClientException.class, e -> assertThat(e.trouble()).isEqualTo(Trouble.SILENT))
                    .hasMessage("no answer from the daemon in 0.05 s");
            assertThat(daemon.requests()).hasSizeLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"v":2,"snapshot":{}}      | OTHER_VERSION | the daemon speaks version 2
                    {"v":1,"error":"request: x"} | REFUSED     | the daemon refuses: request: x
                    HTTP/1.1 400 Bad Request   | GARBAGE       | is no daemon
                    {"no":"version"}           | GARBAGE       | is no daemon
                    []                         | GARBAGE       | is no daemon
                    """)
    void whatIsNoAnswerIsToldInOneLine(String line, Trouble trouble, String told) throws Exception {
        try (FakeDaemon daemon = FakeDaemon.in(home, request -> line + "\n");
                ControlClient client = ControlClient.connect(home)) {
            assertThatThrownBy(() -> client.ask(ControlClient.request("snapshot"), LIMIT_MS))
                    .isInstanceOfSatisfying(
                            ClientException.class, e -> assertThat(e.trouble()).isEqualTo(trouble))
                    .hasMessageContaining(told)
                    .hasMessageNotContaining("\n");
            assertThat(daemon.requests()).hasSize(1);
        }
    }

    @Test
    void aDaemonThatEndsInTheMiddleOfAnAnswerIsLost() throws Exception {
        try (FakeDaemon daemon = FakeDaemon.in(home, request -> "{\"v\":1,\"half");
                ControlClient client = ControlClient.connect(home)) {
            assertThatThrownBy(() -> client.ask(ControlClient.request("snapshot"), LIMIT_MS))
                    .isInstanceOfSatisfying(
                            ClientException.class, e -> assertThat(e.trouble()).isEqualTo(Trouble.LOST));
            assertThat(daemon.requests()).hasSize(1);
        }
    }

    private Trouble connecting() {
        ClientException failure = catchThrowableOfType(
                ClientException.class, () -> ControlClient.connect(home).close());
        assertThat(failure).isNotNull();
        return failure.trouble();
    }
}
