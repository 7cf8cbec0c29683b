package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.journal.WorkerEvent;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One worker misuses its channel, the other one serves. */
final class HostileWorkerIT {

    private static final int PER_SECOND = 100;

    /** A worker that has not accepted for 20 ms is sent nothing more; the rest is for a machine with much to do. */
    private static final Duration DOUBTED_WITHIN = Duration.ofMillis(200);

    /** In a master with little memory, so that what were kept of it would be missed. */
    @Tag("long")
    @Test
    void aWorkerThatBreaksTheProtocolIsKilledAndNoClientOfAnotherNotices(@TempDir Path directory) throws IOException {
        List<HostileInput> inputs = HostileInput.all();
        assertThat(inputs).hasSizeGreaterThan(86);
        List<String> scripts = new ArrayList<>();
        for (HostileInput input : inputs) {
            scripts.add(input.shell() + (input.killed() ? "; exec sleep 60" : "; exit 7"));
        }
        ScriptedWorkers workers = new ScriptedWorkers(directory, scripts);
        MasterProcess master = workers.start("--backoff", "0", "--ready-timeout", "10s");
        Pattern started = Pattern.compile("worker 2 \\(pid (\\d+)\\) created");
        try (Trial trial = Trial.of(master, 2)) {
            trial.load(PER_SECOND);
            workers.begin();
            int honest = Integer.parseInt(master.await(started).group(1));
            Set<Integer> accepted = trial.strike(honest, Processes.SIGKILL);
            for (int i = 0; i < inputs.size(); i++) {
                String pid = master.await(started, i + 2).group(1);
                String end = master.await(
                                Pattern.compile("worker 2 \\(pid " + pid + "\\) .*-> (?:KILLING|EXITED): (.*)"))
                        .group(1);
                assertThat(end)
                        .as(inputs.get(i).what())
                        .startsWith(inputs.get(i).killed() ? "protocol error" : "exit code 7");
            }
            master.awaitReady(3);
            trial.requireAllAnsweredBut(accepted);
            trial.requireHealed("worker 2 errored: next start");
        }
    }

    /** It says every second that it is well. Nothing more comes to it than what came before that was noticed. */
    @Tag("long")
    @Test
    void aWorkerThatStopsReadingItsChannelIsReplacedAndItsConnectionsAreServedElsewhere(@TempDir Path directory)
            throws IOException {
        String stats = "{\"cmd\":\"NODE_BATON\",\"act\":\"stats\",\"open\":0,\"computing\":0,\"threads\":1,\"seq\":9}";
        String deaf = "trap '' QUIT; serve; while :; do say '" + stats + "'; sleep 0.5; done";
        Duration limit = Scale.of(Duration.ofSeconds(2), Duration.ofSeconds(5));
        ScriptedWorkers workers = new ScriptedWorkers(directory, List.of(deaf));
        MasterProcess master = workers.start("--backoff", "0", "--heartbeat-limit", limit.toSeconds() + "s");
        try (Trial trial = Trial.of(master, 2)) {
            trial.load(PER_SECOND);
            workers.begin();
            int honest = master.awaitCreated("worker 2", 1);
            Set<Integer> accepted = trial.strike(honest, Processes.SIGKILL);
            String complaint = "a connection unaccepted for more than " + limit.toMillis() + " ms";
            master.awaitEvent(
                    WorkerEvent.Hung.class,
                    hung -> hung.worker().name().equals("worker 2")
                            && hung.reason().equals(complaint));
            master.awaitReady(4);
            trial.load().awaitAnswers(PER_SECOND);
            long[] waitedSince = trial.requireAllAnsweredBut(accepted).stream()
                    .filter(request -> request.took().compareTo(limit) > 0)
                    .mapToLong(Load.Request::startedAtNanos)
                    .sorted()
                    .toArray();
            assertThat(waitedSince).as("connections that waited for its end").isNotEmpty();
            assertThat(waitedSince[waitedSince.length - 1] - waitedSince[0])
                    .as("from the first of them to the last")
                    .isLessThan(DOUBTED_WITHIN.toNanos());
            trial.requireHealed();
        }
    }
}
