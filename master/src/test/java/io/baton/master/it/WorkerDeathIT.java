package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.journal.WorkerEvent;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a worker dies, the connections that it had accepted end, and no client loses more. */
final class WorkerDeathIT {

    private static final int PER_SECOND = Scale.of(200, 500);
    private static final int COMPUTING = 5;
    private static final String ENDLESS = "GET /compute HTTP/1.1\r\nHost: test\r\n\r\n";
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @Test
    void aKilledWorkersAcceptedConnectionsEndAtOnceAndNoOthers() throws IOException {
        try (Trial trial = Trial.underLoad(PER_SECOND)) {
            int victim = trial.worker();
            List<HttpClient> computing = computingIn(trial, victim);
            Set<Integer> accepted = trial.strike(victim, Processes.SIGKILL);
            assertThat(accepted)
                    .containsAll(computing.stream().map(HttpClient::localPort).toList());
            requireEndOf(computing);
            trial.master().awaitReady(3);
            trial.requireAllAnsweredBut(accepted);
            trial.requireHealed();
        }
    }

    /** A JVM that crashes goes on for as long as it takes to write its report, and accepts meanwhile. */
    @ParameterizedTest
    @CsvSource({"SIGSEGV, 11, SIGABRT", "SIGABRT, 6, SIGABRT"})
    void aCrashedWorkersAcceptedConnectionsEndAndNoOthers(String name, int signal, String end) throws IOException {
        try (Trial trial = Trial.underLoad(PER_SECOND)) {
            int victim = trial.worker();
            List<HttpClient> computing = computingIn(trial, victim);
            Proc.signal(victim, signal);
            assertThat(trial.master().awaitDeath(victim).end()).startsWith(end);
            requireEndOf(computing);
            trial.master().awaitReady(3);
            requireFewLost(trial);
            trial.requireHealed();
        }
    }

    @ParameterizedTest
    @CsvSource({"/exit?code=42, exit code 42", "/oom, exit code 3"})
    void aWorkerThatExitsIsReplaced(String fault, String end) throws IOException {
        try (Trial trial = Trial.underLoad(PER_SECOND, "--demo-faults")) {
            int victim = trial.worker();
            HttpClient fatal = trial.clientOf(victim);
            fatal.send("GET " + fault + " HTTP/1.1\r\nHost: test\r\n\r\n");
            assertThat(trial.master().awaitDeath(victim).end()).startsWith(end);
            fatal.awaitEnd();
            trial.master().awaitReady(3);
            requireFewLost(trial);
            trial.requireHealed();
        }
    }

    /** The bytes that a client sent while no worker looked are there for the one that takes it in the end. */
    @Test
    void connectionsThatAKilledWorkerHadNotAcceptedAreServedByAnotherByteForByte() throws IOException {
        try (Trial trial = Trial.start("--compute-queue", "64")) {
            List<Integer> workers = trial.master().children();
            workers.forEach(Proc::stop);
            List<HttpClient> clients = new ArrayList<>();
            for (int n = 1; n <= 40; n++) {
                clients.add(trial.asking("/compute?n=" + n));
            }
            Proc.signal(workers.get(0), Processes.SIGKILL);
            Proc.signal(workers.get(1), Processes.SIGCONT);
            for (int n = 1; n <= 40; n++) {
                assertThat(clients.get(n - 1).answer(false).body()).isEqualTo("Sum is " + n * (n - 1) / 2);
            }
            WorkerEvent.LeftConnections left =
                    trial.master().awaitEvent(WorkerEvent.LeftConnections.class, any -> true);
            assertThat(left.worker().pid()).isEqualTo(workers.get(0));
            assertThat(left.count()).isPositive();
            trial.master().awaitReady(3);
            trial.requireHealed();
        }
    }

    @Test
    void whenAllWorkersAreKilledNoClientIsRefusedAndConnectionsWaitForTheNextWorkers() throws IOException {
        try (Trial trial = Trial.underLoad(PER_SECOND)) {
            List<Integer> workers = trial.master().children();
            workers.forEach(Proc::stop);
            Set<Integer> accepted = new HashSet<>();
            for (int worker : workers) {
                accepted.addAll(trial.strike(worker, Processes.SIGKILL));
            }
            trial.master().awaitReady(4);
            trial.load().awaitAnswers(PER_SECOND);
            List<Load.Request> all = trial.requireAllAnsweredBut(accepted);
            assertThat(all)
                    .extracting(Load.Request::worker)
                    .containsAll(trial.master().children());
            trial.requireHealed();
        }
    }

    @Test
    void eightKillsInARowLoseOnlyTheConnectionsThatTheKilledWorkersHadAccepted() throws IOException {
        try (Trial trial = Trial.underLoad(PER_SECOND, "--backoff", Scale.of("0", "100ms"))) {
            Set<Integer> accepted = new HashSet<>();
            for (int kill = 1; kill <= 8; kill++) {
                accepted.addAll(trial.strike(trial.master().children().get(0), Processes.SIGKILL));
                trial.master().awaitReady(2 + kill);
            }
            trial.requireAllAnsweredBut(accepted);
            trial.requireHealed("worker \\d errored: next start");
        }
    }

    @Test
    void aWorkerKilledBeforeItIsReadyLosesNothingAndIsReplaced() throws IOException {
        try (Trial trial = Trial.underLoad(PER_SECOND, "--backoff", "0")) {
            Set<Integer> accepted = trial.strike(trial.worker(), Processes.SIGKILL);
            int unready = trial.master()
                    .awaitEvent(WorkerEvent.Created.class, any -> true, 3)
                    .worker()
                    .pid();
            Proc.signal(unready, Processes.SIGKILL);
            WorkerEvent.Died died = trial.master().awaitDeath(unready);
            assertThat(died.wasReady()).isFalse();
            assertThat(died.end()).isEqualTo("SIGKILL");
            trial.master().awaitReady(3);
            trial.requireAllAnsweredBut(accepted);
            trial.requireHealed();
        }
    }

    @Test
    void connectionsThatComeBeforeTheFirstWorkerIsReadyWait() throws IOException {
        try (MasterProcess master = MasterProcess.start()) {
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
        }
    }

    private static List<HttpClient> computingIn(Trial trial, int worker) throws IOException {
        List<HttpClient> clients = new ArrayList<>();
        for (int i = 0; i < COMPUTING; i++) {
            HttpClient client = trial.clientOf(worker);
            client.send(ENDLESS);
            clients.add(client);
        }
        long before = Proc.cpuTicks(worker);
        await().until(() -> Proc.cpuTicks(worker) > before + 5);
        return clients;
    }

    private static void requireEndOf(List<HttpClient> clients) throws IOException {
        long diedAtNanos = System.nanoTime();
        for (HttpClient client : clients) {
            client.awaitEnd();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - diedAtNanos)).isLessThan(AT_ONCE);
    }

    /** No more are lost than a worker can have at a time when each takes a millisecond, and no client hangs. */
    private static void requireFewLost(Trial trial) {
        assertThat(trial.load().end())
                .filteredOn(request -> request.end() != Load.End.ANSWERED)
                .hasSizeLessThanOrEqualTo(16)
                .allMatch(request -> request.end() == Load.End.LOST);
    }
}
