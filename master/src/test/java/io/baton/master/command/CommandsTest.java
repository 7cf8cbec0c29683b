package io.baton.master.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.cli.Command;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Verb;
import io.baton.master.cli.Words;
import io.baton.master.client.FakeDaemon;
import io.baton.master.table.Terminal;
import io.baton.protocol.message.ValueCodec;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What commands print of the answers of a daemon, and their exit codes. */
final class CommandsTest {

    private static final String STATE =
            """
            {"v":1,"snapshot":{"pid":100,"version":"0.1.0","home":"/h","foreground":false,"ageMs":5000,"startedAtMs":1795866917000,
            "lastSeq":9,"notices":[],"groups":[
            {"name":"api","state":"RUNNING","generation":1,"mode":"handoff","kind":"node","file":"/srv/app.js","directory":"/srv",
            "declaredWorkers":2,"sparesWanted":1,"slots":[
            {"name":"worker 1","id":0,"slot":1,"state":"RUNNING","restarts":3,"exitsInARow":0,"nextStartMs":-1,
            "lastExit":"SIGKILL","lastExitAtMs":1795866917000,"outLog":"/h/logs/api-1-out.log","errLog":"/h/logs/api-1-err.log",
            "worker":{"name":"worker 1","pid":4711,"state":"READY","generation":1,"ageMs":90000,"readyMs":80000,
            "startedAtMs":1795866917272,"open":7,"inFlight":0,"accepted":10,"requests":12,"cpuPercent":12.5,
            "memoryBytes":104857600,"threads":20,"requestsPerSecond":3.5},"successor":null,"leaving":[]},
            {"name":"worker 2","id":1,"slot":2,"state":"ERRORED","restarts":9,"exitsInARow":5,"nextStartMs":800,"lastExit":
            "exit code 1","lastExitAtMs":1795866917000,"worker":null,"successor":null,"leaving":[]}],
            "spares":[{"name":"spare 3","id":-1,"slot":3,"state":"SPARE","restarts":0,"nextStartMs":-1,"worker":{"name":"spare 3",
            "pid":4713,"state":"READY","ageMs":60000,"readyMs":59000,"open":0,"memoryBytes":1048576,"cpuPercent":0.0,
            "requestsPerSecond":0.0},"successor":null,"leaving":[]}],"leaving":[],
            "listeners":[{"address":"http://localhost:3000","port":3000,"workers":2,"held":0}]},
            {"name":"web","state":"STOPPED","generation":0,"mode":"shared","kind":"jar","declaredWorkers":2,"slots":[
            {"name":"worker 1","id":2,"slot":1,"state":"STOPPED","restarts":1,"worker":null,"leaving":[]},
            {"name":"worker 2","id":3,"slot":2,"state":"STOPPED","restarts":1,"worker":null,"leaving":[]}],
            "spares":[],"leaving":[],"listeners":[]}]}}
            """
                            .replace("\n", "")
                    + "\n";

    @TempDir
    private Path home = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theListHasALineForEachWorkerAndOneForAStoppedApplication() throws IOException {
        assertThat(run(request -> STATE, Terminal.NONE, "list")).isZero();
        assertThat(text(out))
                .isEqualTo(
                        """
                         id  name  slot  mode      pid  uptime  rst  status   cpu    mem  conns  req/s
                          0  api      1  handoff  4711  1m 20s    3  online   13%  100mb      7    3.5
                          1  api      2  handoff     -       -    9  errored    -      -      -      -
                          -  api      3  handoff  4713     59s    0  spare     0%    1mb      0      0
                        2-3  web      -  shared      -       -    2  stopped    -      -      -      -
                        2 applications, 1 of 2 workers online, 1 spare
                        """);
    }

    @Test
    void theListFitsAnOldTerminal() throws IOException {
        assertThat(run(request -> STATE, new Terminal(true, 80, true, false), "list"))
                .isZero();
        assertThat(text(out).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(text(out)).contains("│  id │ name │", "│ errored │", "│ cpu", "│   mem │");
    }

    @Test
    void jsonIsAllThatStandsOnStandardOutput() throws IOException {
        assertThat(run(request -> STATE, Terminal.NONE, "list", "--json")).isZero();
        Map<?, ?> document = (Map<?, ?>) Objects.requireNonNull(ValueCodec.decode(text(out)));
        assertThat(document.get("schema")).isEqualTo(1);
        assertThat(text(out))
                .contains("\"started_at\":\"2026-11-28T", "\"memory_bytes\":104857600", "\"last_exit\":\"SIGKILL\"");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void jlistHasTheShapeOfPm2() throws IOException {
        assertThat(run(request -> STATE, Terminal.NONE, "jlist")).isZero();
        List<?> entries = (List<?>) Objects.requireNonNull(ValueCodec.decode(text(out)));
        assertThat(entries).hasSize(4);
        Map<?, ?> first = (Map<?, ?>) entries.get(0);
        assertThat(first.get("pid")).isEqualTo(4711);
        assertThat(first.get("pm_id")).isEqualTo(0);
        assertThat(first.get("monit")).isEqualTo(Map.of("memory", 104857600, "cpu", 12.5));
        Map<?, ?> env = (Map<?, ?>) Objects.requireNonNull(first.get("pm2_env"));
        assertThat(env.get("status")).isEqualTo("online");
        assertThat(env.get("pm_uptime")).isEqualTo(1795866917272L);
        assertThat(env.get("restart_time")).isEqualTo(3);
        assertThat(((Map<?, ?>) entries.get(3)).get("pid")).isEqualTo(0);
    }

    @Test
    void showTellsTheLastExitInWordsAndWhereTheLogsAre() throws IOException {
        assertThat(run(
                        request -> request.contains("snapshot") ? STATE : "{\"v\":1,\"apps\":[]}\n",
                        Terminal.NONE,
                        "show",
                        "0"))
                .isZero();
        assertThat(text(out))
                .contains(
                        "program       /srv/app.js",
                        "last exit     SIGKILL, 2026-",
                        "output        /h/logs/api-1-out.log",
                        "listener      http://localhost:3000 (workers 2)",
                        "threads       20")
                .doesNotContain("worker 2");
    }

    @Test
    void valuesOfTheEnvironmentAreHiddenUntilAskedFor() throws IOException {
        UnaryOperator<@Nullable String> daemon =
                request -> String.valueOf(request).contains("snapshot")
                        ? STATE
                        : "{\"v\":1,\"apps\":[{\"name\":\"api\",\"declaration\":{\"environment\":{\"TOKEN\":\"secret\"}}}]}\n";
        assertThat(run(daemon, Terminal.NONE, "env", "api")).isZero();
        assertThat(text(out)).isEqualTo("TOKEN=***\n");
        out.reset();
        assertThat(run(daemon, Terminal.NONE, "env", "1", "--values")).isZero();
        assertThat(text(out)).isEqualTo("TOKEN=secret\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    [{"app":"api","target":"api","ok":true,"text":"done"}] | 0
                    [{"app":"x","target":"x","ok":false,"refusal":"NO_SUCH_APP","text":"x: none"}] | 3
                    [{"app":"a","ok":false,"refusal":"TIMED_OUT","text":"a: late"}] | 4
                    [{"app":"a","ok":true,"text":"d"},{"app":"x","ok":false,"refusal":"NO_SUCH_APP","text":"x"}] | 5
                    [{"app":"x","ok":false,"refusal":"NO_SUCH_APP","text":"x"},{"app":"a","ok":true,"text":"d"}] | 5
                    [{"app":"x","ok":false,"refusal":"NO_SUCH_APP","text":"x"},{"app":"a","ok":false,"refusal":"FAILED","text":"d"}] | 1
                    [{"app":"a","ok":false,"refusal":"BAD_CONFIG","text":"a"}] | 78
                    [{"app":"a","ok":false,"refusal":"SOMETHING_NEW","text":"a"}] | 1
                    """)
    void theExitCodeSaysWhatCameOfAllTargets(String results, int code) throws IOException {
        UnaryOperator<@Nullable String> daemon =
                request -> String.valueOf(request).contains("ping")
                        ? "{\"v\":1,\"pong\":{}}\n"
                        : "{\"v\":1,\"results\":" + results + "}\n";
        assertThat(run(daemon, Terminal.NONE, "stop", "api", "x")).isEqualTo(code);
        assertThat(text(err).lines()).allSatisfy(line -> assertThat(line).startsWith("baton: "));
    }

    @ParameterizedTest
    @EnumSource(Verb.class)
    void everyHelpFitsEightyColumnsAndHasAnExample(Verb verb) {
        Command command = Commands.of(verb);
        if (command == null) {
            return;
        }
        assertThat(Commands.run(verb, command, List.of("--help"), shell(Terminal.NONE)))
                .isZero();
        if (verb != Verb.HELP) {
            // The name of the jar is that of the build tree here, which may be long.
            String program = Shell.program();
            assertThat(text(out).replace(program, "baton"))
                    .startsWith("Usage: baton " + verb.word())
                    .contains("\nExamples:\n  baton ");
            assertThat(text(out).replace(program, "baton").lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        }
    }

    @Test
    void withoutADaemonOneLineSaysHowToStartOne() {
        assertThat(Commands.run(Verb.LIST, new ListCommand(), List.of(), shell(Terminal.NONE)))
                .isEqualTo(ExitCode.NO_DAEMON);
        assertThat(text(err))
                .startsWith("baton: no daemon runs in ")
                .contains(" start ")
                .hasLineCount(1);
    }

    @Test
    void warningsOfACommandAreOnTheScreenWhenItHasEnded() {
        Command warning = new Command() {
            @Override
            public Usage usage() {
                return Usage.of("", "Warns.");
            }

            @Override
            public int run(Words words, Shell shell) {
                shell.err().print("warning: watch\n");
                shell.out().print("done\n");
                return ExitCode.OK;
            }
        };
        Shell buffered = new Shell(
                stream(new BufferedOutputStream(out)),
                stream(new BufferedOutputStream(err)),
                Terminal.NONE,
                new TreeMap<>(),
                home);
        assertThat(Commands.run(Verb.START, warning, List.of(), buffered)).isZero();
        assertThat(text(err)).isEqualTo("warning: watch\n");
        assertThat(text(out)).isEqualTo("done\n");
    }

    private int run(UnaryOperator<@Nullable String> answers, Terminal terminal, String... words) throws IOException {
        try (FakeDaemon daemon = FakeDaemon.in(home, answers)) {
            Verb verb = Objects.requireNonNull(Verb.named(words[0]));
            Command command = Objects.requireNonNull(Commands.of(verb));
            int code = Commands.run(verb, command, List.of(words).subList(1, words.length), shell(terminal));
            assertThat(daemon.requests()).allSatisfy(line -> assertThat(line).startsWith("{\"v\":1,"));
            return code;
        } finally {
            java.nio.file.Files.deleteIfExists(home.resolve("run").resolve("control.sock"));
        }
    }

    private Shell shell(Terminal terminal) {
        return new Shell(stream(out), stream(err), terminal, new TreeMap<>(), home);
    }

    private static PrintStream stream(OutputStream bytes) {
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
