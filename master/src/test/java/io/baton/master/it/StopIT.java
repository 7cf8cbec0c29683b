package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.journal.MasterEvent;
import io.baton.master.journal.ReloadEvent;
import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A master stops without losing a request. */
final class StopIT {

    private static final int SIGUSR1 = 10;
    private static final Duration STOP = Duration.ofSeconds(25);

    /** SIGINT to the group is what a terminal's Ctrl-C does. */
    @ParameterizedTest
    @ValueSource(strings = {"SIGTERM to the master", "SIGINT to the process group"})
    void twentySlowRequestsInFlightAllFinish(String how) throws IOException {
        try (MasterProcess master = MasterProcess.ready("--compute-threads", "20")) {
            int port = master.port();
            List<HttpClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                HttpClient client = new HttpClient(port);
                client.send("GET /compute?n=2e8 HTTP/1.1\r\nHost: test\r\n\r\n");
                clients.add(client);
            }
            awaitTakenByWorkers(master, clients);
            List<Integer> workers = master.children();
            if (how.contains("group")) {
                Proc.signal(-master.pid(), Processes.SIGINT);
            } else {
                Proc.signal(master.pid(), Processes.SIGTERM);
            }
            for (HttpClient client : clients) {
                HttpClient.Answer answer = client.answer(false);
                assertThat(answer.body()).isEqualTo("Sum is 19999999867108864");
                assertThat(answer.head()).containsIgnoringCase("connection: close");
                assertThat(client.isClosedByServer()).isTrue();
                client.close();
            }
            assertThat(master.exitCode(STOP)).isZero();
            workers.forEach(pid -> Proc.awaitGone(pid, Duration.ofSeconds(1)));
        }
    }

    /** As systemd (KillMode=control-group), foreman and scripts do: master and workers at once. */
    @ParameterizedTest
    @CsvSource({"15, handoff", "2, handoff", "15, shared", "15, reuseport"})
    void aSignalToAllProcessesAtOnceLosesNothing(int signal, String mode) throws IOException {
        try (MasterProcess master = new MasterCommand().start("--compute-threads", "4", "--mode", mode)) {
            master.awaitReady(2);
            List<HttpClient> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                HttpClient client = new HttpClient(master.port());
                client.send("GET /compute?n=5e8 HTTP/1.1\r\nHost: test\r\n\r\n");
                clients.add(client);
            }
            List<Integer> workers = master.children();
            awaitTakenByWorkers(master, clients);
            workers.forEach(pid -> Proc.signal(pid, signal));
            Proc.signal(master.pid(), signal);
            for (HttpClient client : clients) {
                assertThat(client.answer(false).status()).isEqualTo(200);
                client.close();
            }
            assertThat(master.exitCode(STOP)).isZero();
            assertThat(master.events(WorkerEvent.Died.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void aWorkerThatIsToldToEndByHandHasASuccessorFirst(String spares) throws IOException {
        try (MasterProcess master =
                new MasterCommand().start("-i", "1", "--spares", spares, "--compute-threads", "2")) {
            master.awaitReady(1 + Integer.parseInt(spares));
            int port = master.port();
            int old = HttpClient.workerPid(port);
            try (HttpClient slow = new HttpClient(port)) {
                slow.send("GET /compute?n=2e9 HTTP/1.1\r\nHost: test\r\n\r\n");
                long before = Proc.cpuTicks(old);
                await().until(() -> Proc.cpuTicks(old) > before + 5);
                Proc.signal(old, Processes.SIGTERM);
                await().atMost(STOP).until(() -> HttpClient.workerPid(port) != old);
                assertThat(slow.answer(false).status()).isEqualTo(200);
            }
            assertThat(master.awaitStep(old, WorkerState.EXITED).reason()).isEqualTo("exit code 0");
        }
    }

    @Test
    void newConnectionsAreRefusedWhileTheMasterStops() throws IOException {
        try (MasterProcess master = MasterProcess.ready()) {
            int port = master.port();
            try (HttpClient slow = new HttpClient(port)) {
                slow.send("GET /compute?n=1e9 HTTP/1.1\r\nHost: test\r\n\r\n");
                awaitTakenByWorkers(master, List.of(slow));
                Proc.signal(master.pid(), Processes.SIGTERM);
                await().until(() -> isRefused(port));
                assertThat(slow.answer(false).status()).isEqualTo(200);
            }
            assertThat(master.exitCode(STOP)).isZero();
        }
    }

    @Test
    void idleConnectionsCloseAfterASecondOfGraceInWhichARequestIsStillAnswered() throws IOException {
        try (MasterProcess master = MasterProcess.ready();
                HttpClient idle = new HttpClient(master.port());
                HttpClient late = new HttpClient(master.port())) {
            idle.get("/");
            late.get("/");
            Proc.signal(master.pid(), Processes.SIGTERM);
            master.awaitEvent(WorkerEvent.Stepped.class, step -> step.to() == WorkerState.DRAINING);
            HttpClient.Answer answer = late.get("/");
            while (!answer.head().toLowerCase(Locale.ROOT).contains("connection: close")) {
                // The worker has not heard of it yet.
                answer = late.get("/");
            }
            assertThat(answer.status()).isEqualTo(200);
            assertThat(late.isClosedByServer()).isTrue();
            assertThat(idle.isClosedByServer()).isTrue();
            assertThat(master.exitCode(STOP)).isZero();
        }
    }

    @Test
    void aSecondInterruptStopsAtOnce() throws IOException {
        try (MasterProcess master = MasterProcess.ready();
                HttpClient slow = new HttpClient(master.port())) {
            slow.send("GET /compute HTTP/1.1\r\nHost: test\r\n\r\n");
            awaitTakenByWorkers(master, List.of(slow));
            List<Integer> workers = master.children();
            Proc.signal(-master.pid(), Processes.SIGINT);
            awaitStop(master, "SIGINT");
            Proc.signal(-master.pid(), Processes.SIGINT);
            assertThat(master.exitCode(Duration.ofSeconds(2))).isEqualTo(130);
            workers.forEach(pid -> Proc.awaitGone(pid, Duration.ofSeconds(1)));
        }
    }

    @Test
    void aWorkerThatIsNotDoneInTimeIsToldBySigterm() throws IOException {
        Duration limit = Scale.of(Duration.ofSeconds(2), Duration.ofSeconds(28));
        try (MasterProcess master = MasterProcess.ready("--kill-timeout", limit.toSeconds() + "s");
                HttpClient endless = new HttpClient(master.port())) {
            endless.send("GET /compute HTTP/1.1\r\nHost: test\r\n\r\n");
            awaitTakenByWorkers(master, List.of(endless));
            long toldAtNanos = System.nanoTime();
            Proc.signal(master.pid(), Processes.SIGTERM);
            // On a fast machine the computation is over before the real time is.
            if (!Scale.CAMPAIGN) {
                WorkerEvent.Stepped told =
                        master.awaitEvent(WorkerEvent.Stepped.class, step -> step.to() == WorkerState.STOPPING);
                assertThat(told.from()).isEqualTo(WorkerState.DRAINING);
                assertThat(told.reason()).startsWith("not gone after ");
            }
            assertThat(master.exitCode(STOP.plus(limit))).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - toldAtNanos)).isLessThan(limit.plusSeconds(2));
        }
    }

    @Test
    void aWorkerThatIgnoresSigtermIsKilled() {
        try (MasterProcess master = MasterProcess.ready("--kill-timeout", "2s")) {
            int stopped = master.children().get(0);
            Proc.stop(stopped);
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.awaitStep(stopped, WorkerState.STOPPING).reason()).startsWith("not gone after ");
            assertThat(master.awaitStep(stopped, WorkerState.KILLING).from()).isEqualTo(WorkerState.STOPPING);
            assertThat(master.exitCode(STOP)).isZero();
        }
    }

    @Test
    void aHangupOfAllProcessesReloadsAMasterThatNoTerminalControls() throws IOException {
        try (MasterProcess master = MasterProcess.ready("--reload-trial", "0");
                HttpClient computing = new HttpClient(master.port())) {
            List<Integer> old = master.children();
            computing.send("GET /compute?n=5e8 HTTP/1.1\r\nHost: test\r\n\r\n");
            awaitTakenByWorkers(master, List.of(computing));
            old.forEach(pid -> Proc.signal(pid, Processes.SIGHUP));
            Proc.signal(master.pid(), Processes.SIGHUP);
            assertThat(computing.answer(false).status()).isEqualTo(200);
            master.awaitEvent(ReloadEvent.Done.class, done -> done.generation() == 2);
            assertThat(master.children()).hasSize(2).doesNotContainAnyElementsOf(old);
            assertThat(master.events(WorkerEvent.Died.class)).isEmpty();
            Proc.signal(master.pid(), Processes.SIGTERM);
            awaitStop(master, "SIGTERM");
            assertThat(master.exitCode(STOP)).isZero();
        }
    }

    @Test
    void aHangupThatWasIgnoredFromTheStartStaysSoAndIsTold() throws IOException {
        try (MasterProcess master = new MasterCommand().after("trap '' HUP").start()) {
            master.await(Pattern.compile("SIGHUP was ignored when this process started"));
            master.awaitReady(2);
            Proc.signal(master.pid(), Processes.SIGHUP);
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
            Proc.signal(master.pid(), Processes.SIGTERM);
            awaitStop(master, "SIGTERM");
            assertThat(master.exitCode(STOP)).isZero();
        }
    }

    @Test
    void aRequestToReopenLogsIsTolerated() throws IOException {
        try (MasterProcess master = MasterProcess.ready()) {
            Proc.signal(master.pid(), SIGUSR1);
            master.await(Pattern.compile("SIGUSR1: .* opened anew"));
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
        }
    }

    @Test
    void sigquitIsAThreadDumpAndNothingElse() throws IOException {
        try (Trial trial = Trial.start()) {
            Proc.signal(trial.master().pid(), Processes.SIGQUIT);
            trial.master().await(Pattern.compile("\"baton-conductor"));
            trial.requireHealed();
        }
    }

    /** A worker's death and a stop cross each other in every order that chance makes of a tenth of a second. */
    @Test
    void aWorkersDeathAndAStopAtTheSameTimeEndInOrder() {
        Random random = new Random(4711);
        for (int round = 0; round < Scale.of(4, 50); round++) {
            try (MasterProcess master = MasterProcess.ready()) {
                int worker = master.children().get(random.nextInt(2));
                Duration between = Duration.ofMillis(random.nextInt(100));
                boolean deathFirst = random.nextBoolean();
                Proc.signal(deathFirst ? worker : master.pid(), deathFirst ? Processes.SIGKILL : Processes.SIGTERM);
                await().pollDelay(between).until(() -> true);
                // A process that has ended meanwhile needs no signal.
                Processes.kill(deathFirst ? master.pid() : worker, deathFirst ? Processes.SIGTERM : Processes.SIGKILL);
                assertThat(master.exitCode(Duration.ofSeconds(15)))
                        .as("round %d", round)
                        .isZero();
            }
        }
    }

    @Test
    void aStopBeforeTheWorkersAreReadyIsAStop() {
        try (MasterProcess master = MasterProcess.start()) {
            master.port();
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(STOP)).isZero();
        }
    }

    static void awaitTakenByWorkers(MasterProcess master, List<HttpClient> clients) {
        int port = master.port();
        List<Integer> ports = clients.stream().map(HttpClient::localPort).toList();
        await().atMost(STOP).until(() -> {
            Set<Integer> held = new HashSet<>();
            master.children().forEach(pid -> held.addAll(Proc.clientsHeldBy(pid, port)));
            held.removeAll(Proc.clientsHeldBy(master.pid(), port));
            return held.containsAll(ports);
        });
    }

    private static void awaitStop(MasterProcess master, String reason) {
        assertThat(master.awaitEvent(MasterEvent.Stopping.class, any -> true).reason())
                .isEqualTo(reason);
    }

    private static boolean isRefused(int port) throws IOException {
        try (HttpClient client = new HttpClient(port)) {
            return client.localPort() == 0;
        } catch (ConnectException e) {
            return true;
        }
    }
}
