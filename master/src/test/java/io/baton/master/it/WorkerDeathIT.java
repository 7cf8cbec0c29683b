package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Libc;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What clients see when workers die. */
final class WorkerDeathIT {

    @Test
    void aKilledWorkerIsReplaced() throws IOException {
        try (MasterProcess master = MasterProcess.ready()) {
            int victim = HttpClient.workerPid(master.port());
            Proc.signal(victim, Libc.SIGKILL);
            master.awaitReady(3);
            assertThat(master.children()).hasSize(2).doesNotContain(victim);
            assertThat(HttpClient.workerPid(master.port())).isNotEqualTo(victim);
        }
    }

    @Test
    void connectionsThatAStoppedWorkerNeverAcceptedAreAllAnsweredAfterItsDeath() throws Exception {
        try (MasterProcess master = MasterProcess.ready()) {
            int port = master.port();
            List<Integer> workers = master.children();
            workers.forEach(pid -> {
                Proc.signal(pid, Libc.SIGSTOP);
                Proc.awaitStopped(pid);
            });
            List<HttpClient> clients = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                HttpClient client = new HttpClient(port);
                client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
                clients.add(client);
            }
            int killed = workers.get(0);
            int survivor = workers.get(1);
            Proc.signal(killed, Libc.SIGKILL);
            Proc.signal(survivor, Libc.SIGCONT);
            for (HttpClient client : clients) {
                assertThat(HttpClient.pidIn(client.answer(false).body())).isNotEqualTo(killed);
                client.close();
            }
            master.await(Pattern.compile("pid " + killed + "\\) left [1-9]\\d* connections unaccepted"));
        }
    }

    @Test
    void underLoadAKillFailsOnlyWhatTheWorkerHadAccepted() throws Exception {
        try (MasterProcess master = MasterProcess.ready()) {
            int port = master.port();
            AtomicBoolean stop = new AtomicBoolean();
            ExecutorService load = Executors.newFixedThreadPool(8);
            try {
                List<Future<List<Exception>>> clients = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    clients.add(load.submit(() -> requestsUntil(stop, port)));
                }
                for (int killed = 0; killed < 3; killed++) {
                    Proc.signal(HttpClient.workerPid(port), Libc.SIGKILL);
                    master.awaitReady(3 + killed);
                }
                stop.set(true);
                List<Exception> failures = failures(clients);
                assertThat(failures)
                        .as("a client waits for one answer at a time: 8 clients, 3 kills")
                        .hasSizeLessThanOrEqualTo(24)
                        .noneMatch(ConnectException.class::isInstance)
                        .noneMatch(SocketTimeoutException.class::isInstance);
            } finally {
                load.shutdownNow();
            }
        }
    }

    @Test
    void whenAllWorkersDieConnectionsWaitForTheNext() throws IOException {
        try (MasterProcess master = MasterProcess.ready()) {
            int port = master.port();
            List<Integer> killed = master.children();
            killed.forEach(pid -> Proc.signal(pid, Libc.SIGKILL));
            assertThat(HttpClient.workerPid(port)).isNotIn(killed);
        }
    }

    @Test
    void aConnectionThatComesBeforeTheFirstWorkerIsReadyWaits() throws IOException {
        try (MasterProcess master = MasterProcess.start()) {
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
        }
    }

    private static List<Exception> requestsUntil(AtomicBoolean stop, int port) {
        List<Exception> failures = new ArrayList<>();
        while (!stop.get()) {
            try {
                assertThat(HttpClient.get(port, "/").status()).isEqualTo(200);
            } catch (IOException e) {
                failures.add(e);
            }
        }
        return failures;
    }

    private static List<Exception> failures(List<Future<List<Exception>>> clients)
            throws InterruptedException, ExecutionException {
        List<Exception> failures = new ArrayList<>();
        for (Future<List<Exception>> client : clients) {
            failures.addAll(client.get());
        }
        return failures;
    }
}
