package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Commands by what can go right and wrong with them: each prints what the table says and ends with its exit code. One daemon
 * serves all rows that need one.
 */
final class CommandTableIT {

    private static final int NOBODY = 65534;

    @TempDir
    private static Path directory = Path.of("");

    private static Path home() {
        return directory.resolve("h");
    }

    @BeforeAll
    static void startTheDaemon() throws Exception {
        MasterCommand.Outcome outcome = run(
                home(),
                "start",
                "-p",
                "0",
                "-i",
                "2",
                "--spares",
                "0",
                "--archive",
                "off",
                "--name",
                "api",
                "--reload-trial",
                "0");
        assertThat(outcome.output()).contains("api: 2 workers on http://localhost:");
        assertThat(outcome.exitCode()).isZero();
    }

    @AfterAll
    static void endTheDaemon() throws Exception {
        MasterCommand.Outcome outcome = run(home(), "kill");
        assertThat(outcome.output()).endsWith("the daemon has ended\n");
        assertThat(outcome.exitCode()).isZero();
        assertThat(run(home(), "list").exitCode()).isEqualTo(69);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    list                   | 0 | 1 application, 2 workers online
                    ls --json              | 0 | {"schema":1,
                    status                 | 0 | api
                    show api               | 0 | program       the built-in application
                    show api:2             | 0 | api worker 2 (id 1)
                    describe 0 --json      | 0 | "slot":1
                    jlist                  | 0 | "pm2_env":{"name":"api"
                    conns                  | 0 | http://localhost:
                    conns api --json       | 0 | "in_flight":0
                    conns api:2 0 --json   | 0 | "connections":[],"untold":[]
                    move api:2             | 0 | api:2: none moves: no connection is idle
                    health                 | 0 | api: 2 of 2 workers online
                    env api                | 0 | BATON_HOME=***
                    env 1 --values         | 0 | BATON_HOME=/
                    events --nostream      | 0 | api
                    events api --since 1 --nostream --json | 0 | "schema":1
                    ping                   | 0 | pong: pid
                    ping --json            | 0 | "foreground":false
                    version                | 0 | daemon: baton
                    completion targets     | 0 | api
                    completion bash        | 0 | complete -o default -F _baton baton
                    help                   | 0 | Applications:
                    help stop              | 0 | Usage:
                    start --help           | 0 | Exit codes:
                    reset api              | 0 | api
                    reload api             | 0 | api: 2 workers on http://localhost:
                    monit                  | 1 | monit: needs a terminal
                    show ap                | 3 | ap: no such application (did you mean api?)
                    show 17                | 3 | 17: no such application (there are: api)
                    stop nothing           | 3 | nothing: no such application
                    restart api:9          | 3 | api:9
                    delete web             | 3 | web
                    scale web 3            | 3 | web
                    env web                | 3 | web: no such application
                    health web             | 3 | web: no such application
                    conns web              | 3 | web: no such application
                    conns api:9            | 3 | api:9
                    move web               | 3 | web
                    move api               | 1 | api (expected: one worker, as api:2, or one connection, as api:2#17)
                    move api:1#17          | 1 | api:1#17: it stays: there is no connection 17
                    sendSignal TERM web    | 3 | web
                    threads web            | 3 | web
                    start web              | 3 | web
                    list --jsn             | 2 | --jsn: no such option (did you mean --json?)
                    list api               | 2 | list: api: one argument too many
                    move                   | 2 | move: an argument is missing (expected: TARGET...)
                    stop                   | 2 | stop: an argument is missing (expected: TARGET...)
                    scale api many         | 2 | many (expected: a number of workers, as 4, +1 or -2)
                    scale api              | 2 | an argument is missing
                    sendSignal LOUD api    | 2 | LOUD: no signal
                    stop api --timeout x   | 2 | --timeout: x (expected: a duration
                    events --since never   | 2 | --since: never (expected: the number of an event, or a duration as 10m)
                    completion fish        | 2 | fish (expected: bash, zsh or targets)
                    start missing.jar      | 2 | missing.jar
                    start --port 99999     | 2 | --port: 99999 (expected: 0..65535)
                    lsit                   | 2 | lsit: no such command, and no such file (did you mean list?)
                    """)
    void withADaemon(String line, int code, String told) throws Exception {
        MasterCommand.Outcome outcome = run(home(), line.split(" ", -1));
        assertThat(outcome.output()).contains(told);
        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(code);
        if (code != 0) {
            assertThat(outcome.output()).startsWith("baton: ").hasLineCount(1);
        }
    }

    /** In this order, because each row finds what the one before has left. */
    @Test
    void verbsThatChangeSomething() throws Exception {
        String table =
                """
                start -p 0 -i 1 --spares 0 --archive off --name web | web: 1 worker on http://localhost:
                scale web +1           | web: 2 workers on http://localhost:
                scale web 3            | web: 3 workers on http://localhost:
                scale web -1           | web: 2 workers on http://localhost:
                restart web:1          | web:1: restarted
                stop web:2             | web:2: stopped
                start web:2            | web:2: 1 worker
                sendSignal SIGCONT web | web: SIGCONT sent to 2 workers
                threads web:1          | Full thread dump
                reset web              | web: restarts are counted from 0
                flush web              | log files emptied
                restart web            | web: 2 workers on http://localhost:
                save                   | 2 applications saved in
                stop web               | web: stopped
                start web              | web: 2 workers on http://localhost:
                delete web             | web: deleted
                resurrect              | web: 2 workers on http://localhost:
                stop web api           | api: stopped
                start all              | api: 2 workers on http://localhost:
                delete web             | web: deleted
                """;
        for (String row : table.lines().toList()) {
            String[] cells = row.split("\\|", 2);
            MasterCommand.Outcome outcome = run(home(), cells[0].strip().split(" ", -1));
            assertThat(outcome.output()).as(cells[0]).contains(cells[1].strip());
            assertThat(outcome.exitCode()).as(cells[0] + outcome.output()).isZero();
        }
    }

    @Test
    void aHomeThatCannotBeTrustedIsRefusedInOneLine() throws Exception {
        Path link =
                Files.createSymbolicLink(directory.resolve("link"), Files.createDirectory(directory.resolve("real")));
        assertRefused(link, "link is not a directory of this user alone");
        assertRefused(directory.resolve("x".repeat(110)), "the path of its control socket has ");
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused(open, "open is not a directory of this user alone");
        if ("root".equals(System.getProperty("user.name"))) {
            Path anothers = Files.createDirectory(directory.resolve("anothers"));
            Files.setAttribute(anothers, "unix:uid", NOBODY);
            assertRefused(anothers, "anothers is not a directory of this user alone");
        }
    }

    private static void assertRefused(Path home, String told) throws Exception {
        MasterCommand.Outcome outcome = run(home, "start", "-p", "0");
        assertThat(outcome.output()).startsWith("baton: ").contains(told).hasLineCount(1);
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(run(home, "list").exitCode()).isEqualTo(69);
    }

    @ParameterizedTest
    @CsvSource({
        "list", "show api", "jlist", "stop api", "restart all", "delete api", "scale api 2", "reset api", "env api",
        "sendSignal TERM api", "threads api", "events", "conns", "health", "ping", "kill", "save", "flush"
    })
    void withoutADaemonOneLineSaysHowToStartOne(String line) throws Exception {
        MasterCommand.Outcome outcome = run(directory.resolve("none"), line.split(" ", -1));
        assertThat(outcome.output())
                .startsWith("baton: no daemon runs in " + directory.resolve("none"))
                .contains(" start ")
                .hasLineCount(1);
        assertThat(outcome.exitCode()).isEqualTo(69);
    }

    @ParameterizedTest
    @CsvSource({"list", "stop api", "kill", "jlist"})
    void anotherUserIsNotPermitted(String line) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv here");
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--reuid", "" + NOBODY, "--regid", "" + NOBODY, "--clear-groups"));
        // Another user cannot enter the directory of the build.
        Path jar = Files.copy(
                MasterCommand.packagedJar(),
                Path.of("/tmp", "baton-" + ProcessHandle.current().pid() + ".jar"));
        try {
            command.addAll(List.of(MasterCommand.java(), "-jar", jar.toString()));
            command.addAll(List.of(line.split(" ", -1)));
            MasterCommand.Outcome outcome = run(home(), command);
            assertThat(outcome.output())
                    .startsWith("baton: permission denied: ")
                    .hasLineCount(1);
            assertThat(outcome.exitCode()).isEqualTo(77);
        } finally {
            Files.delete(jar);
        }
    }

    private static MasterCommand.Outcome run(Path home, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                MasterCommand.java(), "-jar", MasterCommand.packagedJar().toString()));
        command.addAll(List.of(arguments));
        return run(home, command);
    }

    private static MasterCommand.Outcome run(Path home, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("PORT", "WEB_CONCURRENCY", "JAVA_TOOL_OPTIONS"));
        builder.environment().put("BATON_HOME", home.toString());
        return MasterCommand.outcome(builder.start());
    }
}
