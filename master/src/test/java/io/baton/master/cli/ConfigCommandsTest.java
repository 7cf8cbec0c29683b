package io.baton.master.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.master.config.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration means can be seen without running it. */
final class ConfigCommandsTest {

    private static final String FILE =
            """
            apps:
              - name: api
                port: 3001
                kill_timeout: 10s
                env: { TOKEN: secret }
              - { name: web, port: 3002, watch: true }
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aGoodFileIsSaidToBeGood(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("my.yml"), FILE);
        assertThat(run(directory, Map.of(), "check-config", "my.yml")).isZero();
        assertThat(text(out)).isEqualTo("my.yml: no mistakes, 2 applications\n");
        assertThat(text(err)).startsWith("my.yml:6:30: warning: watch: ").hasLineCount(1);
    }

    @Test
    void everyMistakeIsALineAndTheExitCodeIs78(@TempDir Path directory) throws IOException {
        Files.writeString(
                directory.resolve("baton.yml"), FILE.replace("10s", "3x").replace("port: 3002", "prot: 3"));
        assertThat(run(directory, Map.of(), "check-config")).isEqualTo(78);
        assertThat(text(err).lines())
                .containsExactly(
                        "baton.yml:4:19: kill_timeout: 3x (expected: a duration as 500ms, 30s, 5m, 12h or 1d)",
                        "baton.yml:6:18: prot: unknown key (expected: port)",
                        "baton.yml:6:27: warning: watch: a key of pm2's that is not obeyed; nothing watches files; use"
                                + " restart when they have changed");
        assertThat(text(out)).isEmpty();
        assertThat(run(directory, Map.of(), "print-config", "baton.yml")).isEqualTo(78);
    }

    @Test
    void withoutAFileTheUsualNamesAreTried(@TempDir Path directory) throws IOException {
        assertThat(run(directory, Map.of(), "check-config")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).startsWith("baton: check-config: no file (expected: ");
        Files.writeString(directory.resolve("ecosystem.config.json"), "{\"apps\": [{\"name\": \"api\"}]}");
        assertThat(run(directory, Map.of(), "check-config")).isZero();
        assertThat(text(out)).isEqualTo("ecosystem.config.json: no mistakes, 1 application\n");
    }

    @Test
    void everySettingIsPrintedWithItsSource(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("baton.yml"), FILE);
        Map<String, String> variables = Map.of("BATON_BACKOFF", "2s");
        assertThat(run(directory, variables, "print-config", "baton.yml", "-i", "3", "--only", "api"))
                .isZero();
        assertThat(text(out).lines().map(line -> line.strip().replaceAll(" {2,}", " | ")))
                .contains(
                        "api",
                        "program | the built-in application",
                        "port | 3001 | baton.yml:3:11",
                        "instances | 3 | --instances",
                        "backoff | 2s | BATON_BACKOFF",
                        "kill_timeout | 10s | baton.yml:4:19",
                        "ready.timeout | 60s | default",
                        "env.TOKEN | (hidden) | baton.yml:5:12");
        assertThat(text(out)).doesNotContain("secret");
    }

    @Test
    void programsReadTheSameAsJson(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("baton.yml"), FILE);
        assertThat(run(directory, Map.of(), "print-config", "baton.yml", "--json"))
                .isZero();
        JsonNode document = new ObjectMapper().readTree(text(out));
        assertThat(document.path("schema").asInt()).isEqualTo(1);
        JsonNode web = document.at("/applications/1");
        assertThat(web.path("name").asText()).isEqualTo("web");
        assertThat(web.at("/settings/port").toString())
                .isEqualTo("{\"value\":\"3002\",\"from\":\"file\",\"source\":\"baton.yml:6:24\"}");
        assertThat(web.at("/settings/ready.timeout/from").asText()).isEqualTo("default");
        assertThat(document.at("/applications/0/env/TOKEN/source").asText()).isEqualTo("baton.yml:5:12");
        assertThat(text(out)).doesNotContain("secret").hasLineCount(1);
    }

    @Test
    void aPageWithShortNamesFitsATerminal(@TempDir Path directory) throws IOException {
        assertThat(run(Path.of("/"), Map.of(), "print-config")).isZero();
        assertThat(text(out).lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void theSchemaIsPrintedForEditors() throws IOException {
        assertThat(run(Path.of("/"), Map.of(), "print-config", "--schema")).isZero();
        assertThat(new ObjectMapper().readTree(text(out)).at("/$defs/application/properties/kill_timeout/anyOf"))
                .isNotEmpty();
        assertThat(run(Path.of("/"), Map.of(), "print-config", "--schema", "x")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void wrongUseIsOneLine() {
        assertThat(run(Path.of("/"), Map.of(), "check-config", "--frob")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).isEqualTo("baton: check-config: Unknown option: '--frob'; see check-config --help\n");
        assertThat(run(Path.of("/"), Map.of(), "check-config", "--help")).isZero();
        assertThat(text(out)).startsWith("Usage: check-config [FILE]");
        assertThat(text(out).lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    private int run(Path directory, Map<String, String> environment, String verb, String... words) {
        out.reset();
        err.reset();
        return new ConfigCommands(new Surroundings(environment, directory, null), stream(out), stream(err))
                .execute(verb, List.of(words));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
