package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.config.Declaration;
import io.baton.master.config.Keys;
import io.baton.master.config.Settings;
import io.baton.master.config.Source;
import io.baton.master.config.Surroundings;
import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.GroupState;
import io.baton.master.snapshot.MasterSnapshot;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon: applications come and go in it, and the next one brings back what ran when it is killed. */
@Timeout(240)
final class DaemonIT {

    private static final int HOME_TAKEN = 75;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path home = Path.of("");

    private final List<Process> daemons = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (Process daemon : daemons) {
            daemon.destroyForcibly();
            assertThat(daemon.waitFor(10, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> Proc.session((int) daemon.pid()).isEmpty());
        }
    }

    @Tag("long")
    @Test
    void threeApplicationsComeAndGoWithoutALostRequestOfTheOthersAndAKilledDaemonComesBack() throws Exception {
        Process daemon = start(home);
        int builtIn = MasterCommand.freePort();
        int jar = MasterCommand.freePort();
        int node = MasterCommand.freePort();
        Path script = Path.of("src", "test", "resources", "io", "baton", "master", "it", "app.js")
                .toAbsolutePath();
        Path library = ApplicationJar.of(home, "Plain", PLAIN);
        assertDone(ask(Map.of(
                "request",
                "start",
                "apps",
                List.of(
                        declaration("api", null, builtIn, 2).toJson(),
                        declaration("shop", library, jar, 1).toJson(),
                        declaration("web", script, node, 1).toJson()))));
        assertThat(ids(state())).containsExactly(List.of(0, 1), List.of(2), List.of(3));
        try (Load api = Load.start(builtIn, 50);
                Load web = Load.start(node, 50)) {
            assertDone(act("restart", "shop"));
            assertDone(ask(Map.of("request", "scale", "app", "shop", "change", "+1")));
            assertDone(act("stop", "shop:2"));
            assertDone(act("stop", "shop"));
            assertDone(act("start", "shop"));
            assertDone(act("restart", "0"));
            assertDone(act("delete", "shop"));
            for (Load load : List.of(api, web)) {
                assertThat(load.end()).isNotEmpty().allSatisfy(request -> assertThat(request.end())
                        .isEqualTo(Load.End.ANSWERED));
            }
        }
        assertDone(act("stop", "web"));
        assertDone(ask(Map.of("request", "scale", "app", "api", "change", "1")));
        assertDone(ask(Map.of("request", "save")));
        Map<?, ?> dump = results(ask(Map.of("request", "threads", "targets", List.of("api:1"))))
                .get(0);
        assertThat(String.valueOf(dump.get("dump"))).startsWith("Full thread dump");
        assertThat(Path.of(String.valueOf(dump.get("text")))).exists();
        assertRefused(act("stop", "shop"), "NO_SUCH_APP", "shop: no such application (there are: api, web)");

        Proc.signal((int) daemon.pid(), Processes.SIGKILL);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> Proc.session((int) daemon.pid()).isEmpty());
        Process next = start(home);
        await().atMost(LIMIT).until(() -> states(state()).equals(List.of("api RUNNING 1", "web STOPPED 1")));
        assertThat(HttpClient.get(builtIn, "/").status()).isEqualTo(200);
        Files.writeString(home.resolve("state.json"), "half a f");
        assertRefused(ask(Map.of("request", "resurrect")), "NOTHING_SAVED", home.resolve("state.json") + " is damaged");

        assertDone(ask(Map.of("request", "kill")));
        assertThat(next.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(next.exitValue()).isZero();
        assertThat(home.resolve("run").resolve("applications.json")).doesNotExist();
        assertThat(home.resolve("run").resolve("master.pid")).doesNotExist();
        assertThat(ControlConnection.path(home)).doesNotExist();
    }

    @Test
    void ofDaemonsThatStartAtOnceInAHomeOneStaysAndAnotherHomeHasItsOwn(@TempDir Path other) throws Exception {
        for (int i = 0; i < 6; i++) {
            daemons.add(launch(home));
        }
        int first = pid(ping(home));
        Process second = start(other);
        assertThat(pid(ping(other))).isEqualTo((int) second.pid());
        for (Process daemon : List.copyOf(daemons)) {
            if (daemon.pid() != first && daemon != second) {
                assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(daemon.exitValue()).isEqualTo(HOME_TAKEN);
            }
        }
        assertThat(Files.readString(home.resolve("run").resolve("master.pid"))).matches(first + " \\d+\n");
    }

    private static final String PLAIN =
            """
            package user;
            import io.netty.channel.*;
            public final class Plain implements io.baton.worker.spi.Application {
                @Override public void initialize(Channel channel, io.baton.worker.spi.Listener listener) {
                    channel.close();
                }
            }
            """;

    private static Declaration declaration(String name, @Nullable Path file, int port, int workers) {
        Settings.Builder settings = new Settings.Builder()
                .add(Keys.NAME, name, Source.flag(Keys.NAME))
                .add(Keys.INSTANCES, String.valueOf(workers), Source.flag(Keys.INSTANCES))
                .add(Keys.SPARES, "0", Source.flag(Keys.SPARES))
                .add(Keys.PORT, String.valueOf(port), Source.flag(Keys.PORT))
                .add(Keys.ARCHIVE, "off", Source.flag(Keys.ARCHIVE));
        return new Declaration(
                file,
                List.of(),
                settings.build(),
                new Surroundings(System.getenv(), Path.of("").toAbsolutePath(), null));
    }

    private Process start(Path in) throws IOException {
        Process daemon = launch(in);
        daemons.add(daemon);
        Map<?, ?> unused = ping(in);
        return daemon;
    }

    private static Process launch(Path in) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "setsid",
                MasterCommand.java(),
                "-jar",
                MasterCommand.packagedJar().toString(),
                "daemon");
        builder.environment().put("BATON_HOME", in.toString());
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .directory(in.toFile())
                .start();
    }

    private static Map<?, ?> ping(Path in) {
        return await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(
                        () -> {
                            try (ControlConnection control = ControlConnection.to(in)) {
                                return control.ask(Map.of("request", "ping"));
                            }
                        },
                        Objects::nonNull);
    }

    private static int pid(Map<?, ?> answer) {
        return ((Map<?, ?>) Objects.requireNonNull(answer.get("pong"))).get("pid") instanceof Integer pid ? pid : 0;
    }

    private Map<?, ?> act(String verb, String target) throws IOException {
        return ask(Map.of("request", "act", "verb", verb, "targets", List.of(target)));
    }

    private Map<?, ?> ask(Map<String, Object> request) throws IOException {
        try (ControlConnection control = ControlConnection.to(home)) {
            return control.ask(request);
        }
    }

    private MasterSnapshot state() throws IOException {
        try (ControlConnection control = ControlConnection.to(home)) {
            return control.snapshot();
        }
    }

    private static List<List<Integer>> ids(MasterSnapshot state) {
        return state.groups().stream()
                .map(group -> group.slots().stream().map(SlotSnapshot::id).toList())
                .toList();
    }

    private static List<String> states(MasterSnapshot state) {
        List<String> states = new ArrayList<>();
        for (GroupSnapshot group : state.groups()) {
            GroupState is = group.state();
            states.add(group.name() + " " + is + " " + group.slots().size());
        }
        return states;
    }

    private static List<Map<?, ?>> results(Map<?, ?> answer) {
        List<Map<?, ?>> results = new ArrayList<>();
        for (Object result : (List<?>) Objects.requireNonNull(answer.get("results"), answer.toString())) {
            results.add((Map<?, ?>) result);
        }
        return results;
    }

    private static void assertDone(Map<?, ?> answer) {
        assertThat(results(answer))
                .allSatisfy(result ->
                        assertThat(result.get("ok")).as(result.toString()).isEqualTo(true));
    }

    private static void assertRefused(Map<?, ?> answer, String refusal, String text) {
        assertThat(results(answer)).singleElement().satisfies(result -> {
            assertThat(result.get("refusal")).isEqualTo(refusal);
            assertThat(String.valueOf(result.get("text"))).startsWith(text);
        });
    }
}
