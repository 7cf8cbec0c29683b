package io.baton.master.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.master.config.ConfigException;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator says about a server that knows nothing of Baton, and what is told about mistakes in it. */
final class ServerOptionsTest {

    @TempDir
    private Path directory = Path.of("");

    private String server = "";

    @BeforeEach
    void makeJar() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "shop.Main");
        Path jar = directory.resolve("shop.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        server = jar.toString();
    }

    @Test
    void clientsMayConnectToAnotherPortThanTheServerBinds() {
        GroupConfig mapped = config(server, "-p", "80:8080");
        assertThat(mapped.clientsPort()).hasValue(80);
        assertThat(mapped.programsPort()).hasValue(8080);
        GroupConfig same = config(server, "-p", "8080");
        assertThat(same.clientsPort()).hasValue(8080);
        assertThat(same.programsPort()).hasValue(8080);
        assertThat(config(server).programsPort())
                .as("it says itself where it listens")
                .isEmpty();
    }

    @Test
    void theAgentIsToldWhatTheOperatorSays() {
        assertThat(config(
                                server,
                                "--ready-path",
                                "/ready?a=b&c",
                                "--warm-up",
                                "GET /",
                                "--warm-up",
                                "/shop",
                                "--own-ports",
                                "5701-5799,8300",
                                "--no-observe",
                                "--drain-budget",
                                "3s")
                        .workerOptions())
                .containsExactly(
                        "drain-budget=3000",
                        "ready-path=%2Fready%3Fa%3Db%26c",
                        "warm-up=GET%20%2F",
                        "warm-up=GET%20%2Fshop",
                        "own-ports=5701-5799%2C8300",
                        "observe=off");
    }

    @Test
    void aServerHasMoreTimeToBecomeReadyThanAWorkerOfOurs() {
        assertThat(config(server).supervision().timeouts().readyMs()).isEqualTo(180_000);
        assertThat(config(server, "--ready-timeout", "20s")
                        .supervision()
                        .timeouts()
                        .readyMs())
                .isEqualTo(20_000);
        assertThat(config().supervision().timeouts().readyMs()).isEqualTo(60_000);
    }

    @Test
    void aServerTakesArguments() {
        assertThat(config(server, "a", "--", "--port", "b").application())
                .extracting(application -> application == null ? List.of() : application.arguments())
                .isEqualTo(List.of("a", "--port", "b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-p 80:x | --port: 80:x (expected: OUTSIDE:INSIDE, two ports of 1..65535, as 80:8080)",
                "-p 0:80 | --port: 0:80 (expected: OUTSIDE:INSIDE, two ports of 1..65535, as 80:8080)",
                "-p 80: | --port: 80: (expected: OUTSIDE:INSIDE, two ports of 1..65535, as 80:8080)",
                "-p 1:2:3 | --port: 1:2:3 (expected: OUTSIDE:INSIDE, two ports of 1..65535, as 80:8080)",
                "-p 99999999999 | --port: 99999999999 (expected: 0..65535)",
                "-p 0 | port: 0 (expected: 1..65535 for a server, each worker has port 0 alone)",
                "--host 127.0.0.1 | host: 127.0.0.1 (expected: none, a server says itself where it listens)",
                "--mode shared --ready-path /x | --ready-path: not in mode shared (expected: mode handoff, in which a"
                        + " worker can ask itself)",
                "--mode shared --warm-up /x | --warm-up: not in mode shared (expected: mode handoff, in which a worker"
                        + " can ask itself)",
                "--mode reuseport | mode: reuseport (expected: handoff or shared for a server)",
                "--ready-path health | --ready-path: health (expected: a path that begins with '/', without blanks, as"
                        + " /health)",
                "--warm-up get_/ | --warm-up: get_/ (expected: a method and a path, as 'GET /', or a path alone)",
                "--own-ports 5-1 | --own-ports: 5-1 (expected: ports of 1..65535 and ranges of them, the lower one first,"
                        + " as 5701-5799,8300)",
                "--own-ports 1,,2 | --own-ports: 1,,2 (expected: ports of 1..65535 and ranges of them, the lower one"
                        + " first, as 5701-5799,8300)",
                "--own-ports 70000 | --own-ports: 70000 (expected: ports of 1..65535 and ranges of them, the lower one"
                        + " first, as 5701-5799,8300)",
                "-p 8080 --own-ports 8000-9000 | --own-ports: 8000-9000 (expected: other ports than 8080 of --port, which"
                        + " the workers share)",
                "--compute-queue 1 | --compute-queue: not for a server that knows nothing of Baton",
                "--relay | relay: true (expected: none, the application is a jar)",
                "--stop-signal TERM | stop-signal: SIGTERM (expected: none, a JVM worker is told to leave over its channel)"
            })
    void whatCannotBeIsToldInOneLine(String options, String told) {
        List<String> words = new ArrayList<>(List.of(options.split(" ", -1)));
        words.add(server);
        assertThatThrownBy(() -> config(words.toArray(String[]::new)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ready-path /a", "--own-ports 1", "--no-observe", "--observe on", "-p 80:8080"})
    void whatIsForServersIsForNoOtherProgram(String options) throws IOException {
        List<String> words = new ArrayList<>(List.of(options.split(" ", -1)));
        assertThatThrownBy(() -> config(words.toArray(String[]::new)))
                .hasMessageContaining("the built-in application")
                .hasMessageContaining("(expected: ");
        words.add(Files.writeString(directory.resolve("a.js"), "x").toString());
        assertThatThrownBy(() -> config(words.toArray(String[]::new)))
                .hasMessageContaining("a Node application")
                .hasMessageContaining("(expected: ");
    }

    @Test
    void everyProgramIsWarmedUpWhereTheMasterCanChooseAWorker() {
        assertThat(config("--warm-up", "/a", "--warm-up", "HEAD /b")
                        .supervision()
                        .warmUp())
                .containsExactly("GET /a", "HEAD /b");
        assertThat(config(server, "--warm-up", "/a").supervision().warmUp()).containsExactly("GET /a");
        assertThat(config().supervision().warmUp()).isEmpty();
        assertThatThrownBy(() -> config("--mode", "shared", "--warm-up", "/a"))
                .hasMessage("--warm-up: not in mode shared (expected: mode handoff, in which the master can choose a"
                        + " worker)");
    }

    @Test
    void aSlowStartNeedsARuleUnderWhichAnyWorkerWillDo() {
        assertThat(config("--slow-start", "10s").delivery().slowStartMs()).isEqualTo(10_000);
        assertThatThrownBy(() -> config("--slow-start", "1s", "--dispatch", "ip-hash"))
                .hasMessage(
                        "slow-start: 1000 (expected: 0 with dispatch ip-hash, in which each client has its own worker)");
        assertThatThrownBy(() -> config("--slow-start", "1s", "--mode", "reuseport"))
                .hasMessage("slow-start: 1000 (expected: 0 in mode reuseport, in which the kernel decides)");
    }

    private static GroupConfig config(String... words) {
        return OptionParser.parse(List.of(words))
                .orElseThrow()
                .declaration(new Surroundings(Map.of(), null, null), new ArrayList<>())
                .config();
    }
}
