package io.baton.master.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.master.config.Dispatch;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.MasterConfig;
import io.baton.master.config.Mode;
import io.baton.master.config.Orphans;
import io.baton.master.config.RestartLimits;
import io.baton.master.config.RetireLimits;
import io.baton.master.config.Supervision;
import io.baton.master.config.Surroundings;
import io.baton.master.config.Timeouts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BatonCommandTest {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final List<MasterConfig> ran = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void listenNoMore() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    @Test
    void runIsWhatHappensWhenNoCommandIsNamed() {
        GroupConfig config = configOf();
        assertThat(configOf("run")).isEqualTo(config);
        assertThat(config.listeners().get(0).host()).isNull();
        assertThat(config.application()).isNull();
        assertThat(config.workerOptions()).isEmpty();
        assertThat(config.jvm().archive()).isTrue();
        assertThat(config.supervision()).isEqualTo(Supervision.DEFAULT);
    }

    /** Whatever the environment of this test says, as an operator's would. */
    @Test
    void withoutOptionsTheEnvironmentDecidesAndThenTheDefaults() {
        GroupConfig config = configOf();
        assertThat(String.valueOf(config.listeners().get(0).port()))
                .isEqualTo(System.getenv().getOrDefault("PORT", "3000"));
        assertThat(config.workers())
                .isEqualTo(configOf("-i", System.getenv().getOrDefault("WEB_CONCURRENCY", "max"))
                        .workers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void aBlankVariableIsAsUnset(String blank) {
        GroupConfig config = config(Map.of("PORT", blank, "WEB_CONCURRENCY", blank));
        assertThat(config.in(Surroundings.NONE)).isEqualTo(config(Map.of()).in(Surroundings.NONE));
    }

    @Test
    void webConcurrencyMayBeAutoAsOnOtherPlatforms() {
        assertThat(config(Map.of("WEB_CONCURRENCY", "auto")).workers()).isEqualTo(CORES);
        assertThat(config(Map.of("WEB_CONCURRENCY", " 3 ")).workers()).isEqualTo(3);
        assertThatThrownBy(() -> config(Map.of("WEB_CONCURRENCY", "many")))
                .hasMessage("WEB_CONCURRENCY: many (expected: a number, max, auto or -1)");
    }

    @Test
    void theLongestDurationsAndLargestSizesAreTaken() {
        Timeouts timeouts = configOf(("--ready-timeout 3650d --kill-timeout 3650d --hold-timeout 3650d"
                                + " --heartbeat-limit 3650d --node-stall-timeout 3650d --max-body 1048576g")
                        .split(" ", -1))
                .supervision()
                .timeouts();
        assertThat(timeouts.drainMs() * 1_000_000).isPositive();
        assertThat(timeouts.silenceMs() * 1_000_000).isPositive();
    }

    @Test
    void theHelpNamesTheVariables() {
        assertThat(exitCode("--help")).isZero();
        assertThat(text(out)).contains("$PORT", "$WEB_CONCURRENCY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port=8080", "--port 8080", "-p 8080", "-p8080", "run --port 8080", "run -p 8080"})
    void thePortMayBeGivenInEveryUsualWay(String line) {
        assertThat(configOf(line.split(" ", -1)).listeners().get(0).port()).isEqualTo(8080);
    }

    @Test
    void anApplicationHasANameOfItsOwnOrThatOfItsFile() {
        assertThat(configOf().name()).isEqualTo("baton");
        assertThat(configOf("--name", "shop").name()).isEqualTo("shop");
        assertThat(configOf("README.md", "--as", "node", "-i", "1").name()).isEqualTo("README");
    }

    @Test
    void aWordMayBeInCapitals() {
        GroupConfig config = configOf("--mode", "SHARED", "--kill-tree", "OFF", "--orphans=Drain");
        assertThat(config.delivery().mode()).isEqualTo(Mode.SHARED);
        assertThat(config.supervision().killTree()).isFalse();
        assertThat(config.supervision().orphans()).isEqualTo(Orphans.DRAIN);
    }

    @Test
    void portZeroIsAnyFreeOne() {
        assertThat(configOf("--port", "0").listeners().get(0).port()).isZero();
    }

    @Test
    void theHostIsPassedOnAsGiven() {
        assertThat(configOf("--host", "::1").listeners().get(0).host()).isEqualTo("::1");
        assertThat(configOf("--host=localhost").listeners().get(0).host()).isEqualTo("localhost");
    }

    @Test
    void instancesAreANumberOrAllCoresOrAllButOne() {
        assertThat(configOf("-i", "7").workers()).isEqualTo(7);
        assertThat(configOf("--instances", "7").workers()).isEqualTo(7);
        assertThat(configOf("-i", "max").workers()).isEqualTo(CORES);
        assertThat(configOf("-i", "-1").workers()).isEqualTo(Math.max(1, CORES - 1));
        assertThat(configOf("-i", "0").workers()).isEqualTo(CORES);
        assertThat(configOf("-i", "-1000").workers()).isEqualTo(1);
        assertThat(configOf("-i-1").workers()).isEqualTo(Math.max(1, CORES - 1));
        assertThat(configOf("--instances=-1").workers()).isEqualTo(Math.max(1, CORES - 1));
    }

    @Test
    void computeOptionsGoToTheWorkers() {
        assertThat(configOf("--compute-threads", "2", "--compute-queue", "1").workerOptions())
                .containsExactly("--compute-threads", "2", "--compute-queue", "1");
    }

    @Test
    void limitsOfHttpGoToTheWorkersInMillisecondsAndBytes() {
        assertThat(configOf(("--header-timeout 2s --body-timeout 500ms --keep-alive-timeout 1m --max-request-line 4k"
                                        + " --max-header-bytes 64k --max-header-fields 50 --max-body 2g"
                                        + " --max-connections 10 --compute-timeout 90s")
                                .split(" ", -1))
                        .workerOptions())
                .containsExactly(("--header-timeout 2000 --body-timeout 500 --keep-alive-timeout 60000"
                                + " --max-request-line 4096 --max-header-bytes 65536 --max-header-fields 50"
                                + " --max-body 2147483648 --max-connections 10 --compute-timeout 90000")
                        .split(" ", -1));
    }

    @Test
    void supervisionIsToldInDurationsAndSizes() {
        Supervision supervision = configOf(("--ready-timeout 20s --kill-timeout 4s --hold-timeout 1m"
                                + " --heartbeat-limit 2000 --node-stall-timeout 10s --backoff 0 --backoff-max 500ms"
                                + " --min-uptime 1s --max-requests 1000 --max-memory-restart 1400M --max-lifetime 12h"
                                + " --orphans drain --disconnect-delay 250ms")
                        .split(" ", -1))
                .supervision();
        assertThat(supervision.timeouts()).isEqualTo(new Timeouts(20_000, 4_000, 60_000, 2_000, 10_000, 250));
        assertThat(supervision.restart()).isEqualTo(new RestartLimits(0, 500, 1_000));
        assertThat(supervision.retire()).isEqualTo(new RetireLimits(1_000, 1400L << 20, 43_200_000));
        assertThat(supervision.orphans()).isEqualTo(Orphans.DRAIN);
    }

    @Test
    void theArchiveCanBeSwitchedOff() {
        assertThat(configOf("--archive", "off").jvm().archive()).isFalse();
        assertThat(configOf("--archive", "auto").jvm().archive()).isTrue();
    }

    @Test
    void connectionsComeToWorkersInOneOfThreeWays() {
        assertThat(configOf().delivery().mode()).isEqualTo(Mode.HANDOFF);
        assertThat(configOf("--mode", "handoff").delivery().mode()).isEqualTo(Mode.HANDOFF);
        assertThat(configOf("--mode", "shared").delivery().mode()).isEqualTo(Mode.SHARED);
        assertThat(configOf("--mode", "reuseport").delivery().mode()).isEqualTo(Mode.REUSEPORT);
    }

    @Test
    void theMasterChoosesTheWorkerInOneOfFourWays() {
        assertThat(configOf().delivery().dispatch()).isEqualTo(Dispatch.ROUND_ROBIN);
        for (Dispatch dispatch : Dispatch.values()) {
            assertThat(configOf("--dispatch", dispatch.toString()).delivery().dispatch())
                    .isEqualTo(dispatch);
        }
    }

    @Test
    void connectionsMoveWhenAWorkerLeavesUnlessTheOperatorSaysNoAndWhenOneJoinsOnlyIfHeWantsIt() {
        assertThat(configOf().delivery().movement().migrate()).isTrue();
        assertThat(configOf("--no-migrate").delivery().movement().migrate()).isFalse();
        assertThat(configOf("--migrate", "off").delivery().movement().migrate()).isFalse();
        assertThat(configOf().delivery().movement().rebalance()).isFalse();
        assertThat(configOf("--rebalance").delivery().movement().rebalance()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {ExitCode.OK, ExitCode.FAILED, ExitCode.NOT_PERMITTED, ExitCode.INTERRUPTED})
    void theMastersExitCodeIsTheCommands(int exitCode) {
        assertThat(BatonCommand.execute(new String[0], config -> exitCode)).isEqualTo(exitCode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "run --help", "help", "--version", "-V", "run --version", "version"})
    void helpAndVersionAreAnswersAndStartNothing(String line) {
        assertThat(exitCode(line.split(" ", -1))).isZero();
        assertThat(ran).isEmpty();
        assertThat(text(out)).isNotBlank();
        assertThat(text(err)).isEmpty();
    }

    @Test
    void helpSaysHowItIsCalledAndNamesEveryOption() {
        exitCode("--help");
        assertThat(text(out))
                .startsWith("Usage: java -jar master.jar [run]")
                .contains("--port", "--host", "--instances", "--compute-threads", "--compute-queue", "--archive");
    }

    @Test
    void versionNamesBatonAndTheJvm() {
        exitCode("--version");
        assertThat(text(out)).startsWith("baton ").contains("JVM " + Runtime.version());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            --prot 3000            | --prot
            --port                 | --port
            --port abc             | abc (expected: a whole number)
            --port 99999999999     | port: 99999999999 (expected: 0..65535)
            --port 70000           | port: 70000 (expected: 0..65535)
            --port -1              | port: -1 (expected: 0..65535)
            -p 1 -p 2              | --port
            -i 1025                | instances: 1025 (expected: 1..1024)
            -i many                | instances: many (expected: a number, max, auto or -1)
            -i 1.5                 | instances: 1.5 (expected: a number, max, auto or -1)
            --archive maybe        | --archive: maybe (expected: off or auto)
            --compute-threads 0    | --compute-threads: 0 (expected: 1..1024)
            --compute-threads 1025 | --compute-threads: 1025 (expected: 1..1024)
            --compute-queue -1     | --compute-queue: -1 (expected: 1..1024)
            --compute-timeout 0    | --compute-timeout: 0 (expected: 1..86400000)
            --header-timeout soon  | soon (expected: a duration as 500ms, 30s, 5m, 12h or 1d)
            --header-timeout 2d    | --header-timeout: 172800000 (expected: 1..86400000)
            --keep-alive-timeout 0 | --keep-alive-timeout: 0 (expected: 1..86400000)
            --body-timeout         | --body-timeout
            --max-request-line 2m  | --max-request-line: 2097152 (expected: 1..1048576)
            --max-header-bytes 0   | --max-header-bytes: 0 (expected: 1..1048576)
            --max-header-fields x  | --max-header-fields: x (expected: a whole number)
            --max-body huge        | huge (expected: a size as 64k, 512m or 2g)
            --max-connections 0    | --max-connections: 0 (expected: 1..10000000)
            --kill-timeout 3x      | 3x (expected: a duration as 500ms, 30s, 5m, 12h or 1d)
            --kill-timeout -1      | --kill-timeout
            --max-lifetime 9999999999999999d | --max-lifetime
            --hold-timeout 0       | hold-timeout: 0 ms (expected: 1..315360000000 ms)
            --ready-timeout 999999d      | ready-timeout: 86399913600000 ms (expected: 1..315360000000 ms)
            --kill-timeout 999999d       | kill-timeout: 86399913600000 ms (expected: 1..315360000000 ms)
            --hold-timeout 999999d       | hold-timeout: 86399913600000 ms (expected: 1..315360000000 ms)
            --heartbeat-limit 999999d    | heartbeat-limit: 86399913600000 ms (expected: 2000..315360000000 ms)
            --node-stall-timeout 999999d | node-stall-timeout: 86399913600000 ms (expected: 0..315360000000 ms)
            --backoff 999999d            | backoff: 86399913600000 ms (expected: 0..315360000000 ms)
            --backoff-max 999999d        | backoff-max: 86399913600000 ms (expected: 0..315360000000 ms)
            --min-uptime 999999d         | min-uptime: 86399913600000 ms (expected: 0..315360000000 ms)
            --max-lifetime 999999d       | max-lifetime: 86399913600000 ms (expected: 0..315360000000 ms)
            --max-memory-restart 8589934591g | max-memory-restart: 9223372035781033984 bytes (expected: 0..11258999
            --max-requests 9223372036854775807 | max-requests: 9223372036854775807 requests (expected: 0..10000000
            --max-body 8589934591g | --max-body: 9223372035781033984 (expected: 1..1125899906842624)
            --max-memory-restart x | x (expected: a size as 64k, 512m or 2g)
            --kill-tree yes        | --kill-tree: yes (expected: on or off)
            --name all             | --name: all (expected: 1 to 64 letters, digits, dots, underscores or hyphens; neither
            --name 12              | --name: 12 (expected: 1 to 64
            --name a/b             | --name: a/b (expected: 1 to 64
            --log-level loud       | --log-level: loud (expected: info or debug)
            --on-boot-failure x    | --on-boot-failure: x (expected: exit or stay)
            --relay=yes            | --relay
            --spares -1            | --spares: -1 (expected: 0..1024)
            --backoff 20s          | backoff-max: 15000 ms (expected: at least the 20000 ms of backoff)
            --stop-signal STOP     | stop-signal: SIGSTOP (expected: none, or a signal that a program can hear, as SIGTERM, INT, usr2 or 15)
            --stop-signal sigkill  | stop-signal: SIGKILL (expected: none, or a signal that a program can hear, as SIGTERM, INT, usr2 or 15)
            --stop-signal SIGFOO   | stop-signal: SIGFOO (expected: none, or a signal that a program can hear, as SIGTERM, INT, usr2 or 15)
            --stop-signal 64       | stop-signal: 64 (expected: none, or a signal that a program can hear, as SIGTERM, INT, usr2 or 15)
            --stop-signal TERM     | stop-signal: SIGTERM (expected: none, a JVM worker is told to leave over its channel)
            --disconnect-delay 2s  | disconnect-delay: 2000 ms (expected: 0..1000 ms)
            --orphans adopt        | --orphans: adopt (expected: kill or drain)
            lsit                   | lsit: no such command, and no such file (did you mean list?)
            app                    | app: no such command, and no such file; see
            --mode magic           | --mode: magic (expected: one of handoff, shared, reuseport)
            --dispatch random      | --dispatch: random (expected: one of round-robin,
            --dispatch p2c --mode shared | dispatch: p2c (expected: none in mode shared
            --spares 1 --mode shared     | spares: 1 (expected: 0 in mode shared
            missing/app.jar        | application: missing/app.jar does not exist (expected: a jar or a Node program)
            run missing/app.jar    | application: missing/app.jar does not exist (expected: a jar or a Node program)
            /                      | application: / is a directory (expected: a jar or a Node program, or --main with the class to run)
            run run run            | run
            """)
    void whatCannotBeUnderstoodIsOneClearLineAndExitCode2(String line, String told) {
        assertThat(exitCode(line.split(" ", -1))).isEqualTo(ExitCode.USAGE);
        assertThat(text(err))
                .startsWith("baton: ")
                .contains(told)
                .endsWith("; see --help\n")
                .hasLineCount(1);
        assertThat(text(out)).isEmpty();
        assertThat(ran).isEmpty();
    }

    private static GroupConfig config(Map<String, String> environment, String... arguments) {
        return OptionParser.parse(List.of(arguments))
                .orElseThrow()
                .declaration(new Surroundings(environment, null, null), new ArrayList<>())
                .config();
    }

    private GroupConfig configOf(String... arguments) {
        ran.clear();
        assertThat(exitCode(arguments)).as(text(err)).isZero();
        return ran.get(0).groups().get(0);
    }

    private int exitCode(String... arguments) {
        return BatonCommand.execute(arguments, config -> {
            ran.add(config);
            return ExitCode.OK;
        });
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
