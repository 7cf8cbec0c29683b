package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A worker that is ready and has no traffic, until one is missing. */
final class SpareIT {

    @Test
    void aSpareTakesTheSeatOfADeadWorkerAndAnotherSpareIsStarted() throws IOException {
        MasterProcess master = MasterProcess.start("-i", "1", "--spares", "1");
        master.awaitReady(2);
        try (Trial trial = Trial.of(master, 2)) {
            int worker = master.readyPids().get(0);
            int spare = master.readyPids().get(1);
            assertThat(trial.worker()).as("a spare has no traffic").isEqualTo(worker);
            trial.load(100);
            Set<Integer> accepted = trial.strike(worker, Processes.SIGKILL);
            assertThat(trial.worker()).isEqualTo(spare);
            master.await(Pattern.compile("spare 2 \\(pid " + spare + "\\) takes the seat of worker 1"));
            master.awaitReady(3);
            trial.requireAllAnsweredBut(accepted);
            trial.requireHealed();
        }
    }
}
