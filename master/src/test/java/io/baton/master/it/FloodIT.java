package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Thousands of connections without a request: other clients do not notice them. */
final class FloodIT {

    private static final int PER_SECOND = 200;
    private static final int IDLE = Scale.of(1500, 10_000);
    private static final int RESETS = 3000;

    @Test
    void idleConnectionsTakeNothingFromTheOthers() throws IOException {
        assumeThat(descriptorLimit()).as("descriptors for the clients").isGreaterThan(IDLE + 1000L);
        try (Trial trial = Trial.underLoad(PER_SECOND)) {
            for (int i = 0; i < IDLE; i++) {
                trial.client();
            }
            await().until(() -> heldByWorkers(trial) >= IDLE);
            trial.load().awaitAnswers(PER_SECOND);
            trial.requireAllAnsweredBut(Set.of());
            trial.requireHealed();
        }
    }

    @Test
    void connectionsThatAreResetAtOnceTakeNothingFromTheOthers() throws IOException {
        try (Trial trial = Trial.underLoad(PER_SECOND)) {
            for (int i = 0; i < RESETS; i++) {
                trial.client().reset();
            }
            trial.requireAllAnsweredBut(Set.of());
            trial.requireHealed();
        }
    }

    /** The workers get descriptors of connections that are over. */
    @Test
    void connectionsThatAreResetBetweenAcceptAndHandoffLeaveNothingBehind() throws IOException {
        try (Trial trial = Trial.start()) {
            List<Integer> workers = trial.master().children();
            workers.forEach(Proc::stop);
            List<HttpClient> clients = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                clients.add(trial.asking("/"));
            }
            int master = trial.master().pid();
            await().until(() -> Proc.clientsHeldBy(master, trial.port()).size() == clients.size());
            for (HttpClient client : clients) {
                client.reset();
            }
            HttpClient patient = trial.asking("/");
            workers.forEach(pid -> Proc.signal(pid, Processes.SIGCONT));
            assertThat(patient.answer(false).status()).isEqualTo(200);
            assertThat(trial.master().children()).isEqualTo(workers);
            trial.requireHealed();
        }
    }

    private static int heldByWorkers(Trial trial) {
        Set<Integer> held = new HashSet<>();
        trial.master().children().forEach(pid -> held.addAll(Proc.clientsHeldBy(pid, trial.port())));
        return held.size();
    }

    private static long descriptorLimit() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
    }
}
