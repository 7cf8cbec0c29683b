package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The addresses, options and errors that a server gets of its sockets are those of the same JVM without a master. */
@Timeout(120)
final class ServerRowsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String IPV4 = "-Djava.net.preferIPv4Stack=true";
    private static final String END = "says end";

    @Test
    void aServerSeesOfItsSocketsWhatItSeesWithoutAMaster(@TempDir Path directory) throws Exception {
        Path jar = ServerJar.of(directory, "rows.jar", source());
        List<String> alone = alone(jar);
        String first = "-javaagent:" + jar;
        List<String> aloneWithIpv4 = alone(jar, IPV4, first);
        assertThat(aloneWithIpv4).as("rows behind another agent").contains("says another agent: true");
        assertThat(alone).hasSizeGreaterThan(40).isNotEqualTo(aloneWithIpv4);
        List<Integer> ports = List.of(MasterCommand.freePort(), MasterCommand.freePort(), MasterCommand.freePort());
        Path file = Files.writeString(
                directory.resolve("baton.yml"),
                """
                apps:
                  - { name: usual, server: rows.jar, instances: 1, args: ["%s"] }
                  - { name: four, server: rows.jar, instances: 1, args: ["%s"], jvm: { args: ["%s", "%s"] } }
                  - { name: together, server: rows.jar, instances: 1, args: ["%s"], mode: shared }
                """
                        .formatted(ports.get(0), ports.get(1), IPV4, first, ports.get(2)));
        try (MasterProcess master =
                new MasterCommand().home(directory.resolve("h")).start(file.toString())) {
            for (String name : List.of("usual", "four", "together")) {
                master.await(Pattern.compile("^" + name + " .*\\| " + END));
            }
            assertThat(rows(master, "usual")).isEqualTo(alone);
            assertThat(rows(master, "four")).isEqualTo(aloneWithIpv4);
            assertThat(rows(master, "together")).isEqualTo(alone);
            master.awaitReady(3);
            for (int port : ports) {
                assertThat(ask("127.0.0.1", port)).isEqualTo("/127.0.0.1 /127.0.0.1");
            }
            if (alone.stream().anyMatch(row -> row.contains("channel at ::1: /[0:0:0:0:0:0:0:1]"))) {
                assertThat(ask("::1", ports.get(0))).isEqualTo("/0:0:0:0:0:0:0:1 /0:0:0:0:0:0:0:1");
                assertThatThrownBy(() -> ask("::1", ports.get(1)))
                        .as("a client of IPv6 at a server of IPv4")
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    private static String source() throws IOException {
        try (InputStream in = Objects.requireNonNull(ServerRowsIT.class.getResourceAsStream("ServerRows.java"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The rows of a JVM without a master. */
    private static List<String> alone(Path jar, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(MasterCommand.java()));
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", jar.toString(), String.valueOf(MasterCommand.freePort())));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            OutputLines lines = OutputLines.of(process.getInputStream(), LIMIT);
            lines.await(Pattern.compile(END), 1);
            return says(lines.soFar());
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> rows(MasterProcess master, String name) {
        return says(master.output().stream()
                .filter(line -> line.startsWith(name + " "))
                .toList());
    }

    private static List<String> says(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("says "))
                .map(line -> line.substring(line.indexOf("says ")))
                .toList();
    }

    private static String ask(String host, int port) throws IOException {
        try (Socket client = new Socket(host, port)) {
            client.setSoTimeout(10_000);
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
