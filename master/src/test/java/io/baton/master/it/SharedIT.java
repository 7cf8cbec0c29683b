package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers of an application share state that outlives them. */
@Timeout(180)
final class SharedIT {

    private static final Pattern UPGRADED = Pattern.compile("upgraded from \\S+ to \\S+ in \\d+ ms");

    @TempDir
    private static Path directory = Path.of("");

    private static final Map<Together, String> PROGRAMS = new EnumMap<>(Together.class);

    @BeforeAll
    static void makeTheExamples() throws IOException {
        for (Together example : Together.values()) {
            PROGRAMS.put(example, example.program(directory));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSessionOutlivesTheWorkerThatMadeItAReloadAndTheMastersUpgrade(Together example) throws IOException {
        try (MasterProcess master = MasterProcess.ready(program(example), "-i", "2", "--reload-trial", "100ms")) {
            int port = master.port();
            String id = HttpClient.get(port, "/login?user=ada").body();
            List<Integer> before = master.readyPids();
            before.forEach(pid -> Proc.signal(pid, Processes.SIGKILL));
            master.awaitReady(4);
            assertThat(me(port, id)).startsWith("ada at ");
            Proc.signal(master.pid(), Processes.SIGHUP);
            master.awaitReady(6);
            assertThat(me(port, id)).startsWith("ada at ");
            try (Load load = Load.start(port, 100)) {
                Proc.signal(master.pid(), Processes.SIGUSR2);
                master.await(UPGRADED, 1);
                load.awaitAnswers(100);
                assertThat(load.end()).extracting(Load.Request::end).containsOnly(Load.End.ANSWERED);
            }
            assertThat(me(port, id)).startsWith("ada at ");
            assertThat(HttpClient.get(port, "/me?id=other").status()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLimitHoldsOverAllWorkers(Together example) throws IOException {
        try (MasterProcess master = MasterProcess.ready(program(example), "-i", "2")) {
            Set<String> workers = new HashSet<>();
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                var answer = HttpClient.get(master.port(), "/limited?client=eve");
                statuses.add(answer.status());
                if (answer.status() == 200) {
                    workers.add(answer.body().substring(answer.body().indexOf("at")));
                }
            }
            assertThat(statuses.subList(0, 5)).containsOnly(200);
            assertThat(statuses.subList(5, 12)).containsOnly(429);
            assertThat(workers).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSaidAtOneWorkerIsHeardAtAllAlsoAfterAnUpgrade(Together example) throws IOException {
        try (MasterProcess master = MasterProcess.ready(program(example), "-i", "2");
                ChatClient one = new ChatClient(master.port());
                ChatClient two = new ChatClient(master.port())) {
            await().until(() -> say(master.port(), "are you there?"), "heard by 2 workers"::equals);
            say(master.port(), "hello");
            one.awaitLine("data: hello");
            two.awaitLine("data: hello");
            Proc.signal(master.pid(), Processes.SIGUSR2);
            master.await(UPGRADED, 1);
            await().until(() -> say(master.port(), "still there?"), "heard by 2 workers"::equals);
            say(master.port(), "good bye");
            one.awaitLine("data: good bye");
            two.awaitLine("data: good bye");
        }
    }

    @Test
    void whatIsTooLongIsRefusedInWordsAndTheServiceGoesOn() throws IOException {
        try (MasterProcess master = MasterProcess.ready(program(Together.JAVA), "-i", "2", "--shared-memory", "1m")) {
            int port = master.port();
            var answer = HttpClient.get(port, "/put?key=a&bytes=65537");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("put a: a value of 65537 bytes (expected: at most 65536)");
            assertThat(HttpClient.get(port, "/put?key=" + "k".repeat(1025) + "&bytes=1")
                            .body())
                    .isEqualTo("put " + "k".repeat(64) + "...: a key of more than 1024 bytes (expected: 1 to 1024)");
            String id = HttpClient.get(port, "/login?user=ada").body();
            for (int i = 0; i < 200; i++) {
                assertThat(HttpClient.get(port, "/put?key=" + i + "&bytes=65536")
                                .body())
                        .isEqualTo("kept");
                assertThat(me(port, id)).startsWith("ada at ");
            }
            master.await(
                    Pattern.compile("shared state: \\d+ values gave way to newer ones: 1048576 bytes are full"), 1);
        }
    }

    @Test
    void theModuleForNodeKeepsItsContract() throws IOException {
        try (MasterProcess master = MasterProcess.ready(Together.contract(directory), "-i", "2")) {
            assertThat(HttpClient.get(master.port(), "/contract").body()).isEqualTo("kept");
        }
    }

    @Test
    void withoutSharedStateItSaysSo() throws IOException {
        try (MasterProcess master = MasterProcess.start(program(Together.JAVA), "-i", "1", "--shared", "off")) {
            assertThat(master.exitCode(Duration.ofSeconds(60))).isEqualTo(1);
            assertThat(String.join("\n", master.output()))
                    .contains("no shared state: this worker has no master that keeps it, or --shared is off");
        }
    }

    private static String program(Together example) {
        return Objects.requireNonNull(PROGRAMS.get(example));
    }

    private static String me(int port, String id) throws IOException {
        return HttpClient.get(port, "/me?id=" + id).body();
    }

    private static String say(int port, String text) throws IOException {
        return HttpClient.get(port, "/say?text=" + text.replace(" ", "%20")).body();
    }
}
