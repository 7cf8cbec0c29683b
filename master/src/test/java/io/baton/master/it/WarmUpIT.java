package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** New workers answer the operator's requests before their first client's, and serve whatever they answer. */
@Timeout(180)
final class WarmUpIT {

    private static final int PER_SECOND = 50;

    @Test
    void theRequestsComeBeforeTheFirstClientsAndThoseThatFailOrHangKeepNoWorkerFromServing() throws Exception {
        try (MasterProcess master = new MasterCommand()
                .start(
                        "--port",
                        String.valueOf(MasterCommand.freePort()),
                        "-i",
                        "2",
                        "--warm-up",
                        "/warm",
                        "--warm-up",
                        "/fails",
                        "--warm-up",
                        "GET /hangs",
                        NodeProgram.path("warms.js"))) {
            master.awaitReady(2);
            int port = NodeProgram.port(master);
            List<String> asked =
                    Arrays.asList(HttpClient.get(port, "/asked").body().split(" ", -1));
            assertThat(asked).startsWith("/warm", "/fails", "/hangs").endsWith("/asked");
            assertThat(asked).containsOnlyOnce("/fails", "/hangs");
            assertThat(master.output())
                    .anyMatch(line ->
                            line.contains("answered 500 for GET /fails in its warm-up, and serves all the same"))
                    .anyMatch(line -> line.contains("did not answer within 300 ms for GET /hangs in its warm-up"));
        }
    }

    @Tag("long")
    @Test
    void aReloadWarmsUpEachSuccessorAndLosesNoRequest(@TempDir Path home) throws Exception {
        try (MasterProcess master = new MasterCommand()
                .home(home)
                .start("-i", "2", "--reload-trial", "100ms", "--slow-start", "2s", "--warm-up", "GET /")) {
            master.awaitReady(2);
            List<Integer> before = master.readyPids();
            try (Load load = Load.start(master.port(), PER_SECOND)) {
                load.awaitAnswers(PER_SECOND / 2);
                assertThat(new MasterCommand().home(home).run("reload", "all").exitCode())
                        .isZero();
                load.awaitAnswers(2 * PER_SECOND);
                List<Load.Request> all = load.end();
                assertThat(all).extracting(Load.Request::end).containsOnly(Load.End.ANSWERED);
                Set<Integer> answered = all.stream().map(Load.Request::worker).collect(Collectors.toSet());
                answered.removeAll(before);
                assertThat(answered).hasSizeGreaterThanOrEqualTo(2);
            }
            List<String> reasons = master.events(WorkerEvent.Stepped.class).stream()
                    .filter(step -> step.to() == WorkerState.READY)
                    .filter(step -> !before.contains(step.worker().pid()))
                    .map(WorkerEvent.Stepped::reason)
                    .toList();
            assertThat(reasons).hasSizeGreaterThanOrEqualTo(2).allSatisfy(reason -> assertThat(reason)
                    .matches(".*, warm after [1-9][0-9]{1,3} requests in [0-9]+ ms"));
        }
    }
}
