package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The log that an operator reads, with the default options. These tests read its lines, because they are about them. */
final class LogIT {

    private static final Pattern SPARE = Pattern.compile("spare 3 \\(pid \\d+\\) ONLINE -> READY");

    @Test
    void aDeathIsThreeLinesThatNameTheWorkerItsEndAndItsSuccessor() {
        try (MasterProcess master = MasterProcess.start("--spares", "1", "--log-level", "info")) {
            master.await(SPARE);
            master.awaitReady(3);
            int before = messages(master).size();
            int dead = master.readyPids().get(0);
            int spare = master.readyPids().get(2);
            Proc.signal(dead, Processes.SIGKILL);
            master.await(SPARE, 2);
            master.awaitReady(4);
            int next = master.readyPids().get(3);
            List<String> told = messages(master).subList(before, before + 3);
            assertThat(told.get(0)).matches("WARN  worker [12] \\(pid " + dead + "\\) died: SIGKILL");
            assertThat(told.get(1)).matches("INFO  spare 3 \\(pid " + spare + "\\) takes the slot of worker [12]");
            assertThat(told.get(2)).startsWith("INFO  spare 3 (pid " + next + ") ONLINE -> READY: ready after");
        }
    }

    @Test
    void anExceptionIsOneTraceBehindTheNameOfItsWorkerAndAStopIsALineForEachProcess() throws IOException {
        try (MasterProcess master = MasterProcess.start("--demo-faults", "--log-level", "info")) {
            master.awaitReady(2);
            HttpClient.get(master.port(), "/throw");
            master.awaitReady(3);
            String left = "worker [12] \\(pid \\d+\\) DRAINING -> EXITED: exit code ";
            master.await(Pattern.compile(left + 1));
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(20))).isZero();
            assertThat(master.output())
                    .filteredOn(
                            line -> line.matches("worker [12] \\| java.lang.IllegalStateException: thrown by /throw"))
                    .hasSize(1);
            List<String> all = messages(master);
            List<String> end = all.subList(all.indexOf("INFO  stopping: SIGTERM"), all.size());
            assertThat(end).hasSize(4).endsWith("INFO  stopped");
            assertThat(end.subList(1, 3)).allMatch(line -> line.matches("INFO  " + left + 0));
        }
    }

    @Test
    void withoutPrefixesWorkersPrintTheirLinesAsTheyAre() throws IOException {
        try (MasterProcess master = MasterProcess.start("--demo-faults", "--output-prefix", "off")) {
            master.awaitReady(2);
            HttpClient.get(master.port(), "/throw");
            master.await(Pattern.compile("^java.lang.IllegalStateException: thrown by /throw$"));
        }
    }

    /** The lines of the master without their times. */
    private static List<String> messages(MasterProcess master) {
        return master.output().stream()
                .filter(line -> line.matches("\\d{4}-\\d\\d-\\d\\d [\\d:.]+ .*"))
                .map(line -> line.substring("2026-11-28 10:12:01.123 ".length()))
                .toList();
    }
}
