package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process at its limit of open descriptors, set before it starts or on the running process with prlimit(1). */
final class DescriptorLimitIT {

    private static final int PLENTY = 4096;

    @Test
    void aServerServesWithALimitOf64() throws IOException {
        MasterProcess master = new MasterCommand().after("ulimit -n 64").start();
        master.awaitReady(2);
        try (Trial trial = Trial.of(master, 2)) {
            trial.load(100);
            trial.load().awaitAnswers(100);
            trial.requireAllAnsweredBut(Set.of());
            trial.requireHealed();
        }
    }

    /** One client with more connections than descriptors are left must not keep the service down. */
    @Test
    void connectionsThatWaitLeaveTheOnlyWorkersSuccessorTheDescriptorsToStart() throws IOException {
        try (MasterProcess master = new MasterCommand().after("ulimit -n 1024").start("-i", "1", "--backoff", "2s")) {
            master.awaitReady(1);
            int port = master.port();
            int old = master.children().get(0);
            Proc.stop(old);
            List<HttpClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 1500; i++) {
                    clients.add(new HttpClient(port));
                }
                Proc.signal(old, Processes.SIGKILL);
                master.awaitReady(2);
                assertThat(master.output()).noneMatch(line -> line.contains("could not be started"));
            } finally {
                for (HttpClient client : clients) {
                    client.close();
                }
            }
            assertThat(HttpClient.workerPid(port)).isIn(master.children());
        }
    }

    @Test
    void aConnectionThatAWorkerCannotOpenIsServedByAnother() throws Exception {
        try (Trial trial = Trial.start()) {
            int full = trial.worker();
            await().until(() -> Proc.clientsHeldBy(full, trial.port()).isEmpty());
            limit(full, Proc.descriptors(full));
            Set<Integer> answering = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                answering.add(trial.worker());
            }
            assertThat(answering).hasSize(1).doesNotContain(full);
            limit(full, PLENTY);
            for (int i = 0; i < 10; i++) {
                answering.add(trial.worker());
            }
            assertThat(answering).as("the worker recovers").contains(full);
            assertThat(trial.master().children()).contains(full);
            trial.requireHealed();
        }
    }

    /** Of the connections on their way to a worker some find no room and the next one does: each keeps its own client. */
    @Tag("long")
    @Test
    void whenAWorkersRoomComesAndGoesNoClientGetsAnothersAnswer() throws Exception {
        try (Trial trial = Trial.start("--compute-queue", "1000")) {
            int worker = trial.worker();
            await().until(() -> Proc.clientsHeldBy(worker, trial.port()).isEmpty());
            int full = Proc.descriptors(worker);
            List<HttpClient> clients = new ArrayList<>();
            for (int n = 1; n <= 400; n++) {
                if (n % 5 == 0) {
                    limit(worker, n % 2 == 0 ? full + n % 3 : PLENTY);
                }
                clients.add(trial.asking("/compute?n=" + n));
            }
            limit(worker, PLENTY);
            for (int n = 1; n <= 400; n++) {
                assertThat(clients.get(n - 1).answer(false).body()).isEqualTo("Sum is " + n * (n - 1) / 2);
            }
            assertThat(trial.master().children()).contains(worker);
            trial.requireHealed();
        }
    }

    @Test
    void aConnectionThatTheMasterCannotOpenWaitsInTheBacklog() throws Exception {
        try (Trial trial = Trial.start()) {
            int master = trial.master().pid();
            limit(master, Proc.descriptors(master));
            List<HttpClient> clients = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                clients.add(trial.asking("/"));
            }
            trial.master().await(Pattern.compile("accept: EMFILE"));
            assertThat(clients).as("one that waits").anySatisfy(client -> assertThat(
                            client.socket().getInputStream().available())
                    .isZero());
            limit(master, PLENTY);
            for (HttpClient client : clients) {
                assertThat(client.answer(false).status()).isEqualTo(200);
            }
            trial.requireHealed();
        }
    }

    /** It is the only one that can take them, so they would wait for as long as it has none of its own to end. */
    @Test
    void aWorkerThatAcceptsItselfTurnsAwayConnectionsThatItCannotOpenForASecond() throws Exception {
        try (MasterProcess master = MasterProcess.start("--mode", "shared", "-i", "1")) {
            master.awaitReady(1);
            int worker = master.readyPids().get(0);
            try (HttpClient served = new HttpClient(master.port())) {
                assertThat(served.get("/").status()).isEqualTo(200);
                limit(worker, lowestFree(worker));
                long begun = System.nanoTime();
                for (int i = 0; i < 3; i++) {
                    try (HttpClient client = new HttpClient(master.port())) {
                        assertThatThrownBy(() -> client.get("/")).isInstanceOf(IOException.class);
                    }
                    assertThat(served.get("/").status()).isEqualTo(200);
                }
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
                assertThat(seconds).isPositive();
                master.await(Pattern.compile("accept: EMFILE .*turned away: \\d"));
                assertThat(master.output())
                        .filteredOn(line -> line.contains("accept: EMFILE"))
                        .hasSizeLessThanOrEqualTo((int) seconds + 3);
                limit(worker, PLENTY);
                assertThat(HttpClient.workerPid(master.port())).isEqualTo(worker);
            }
        }
    }

    /** The lowest number that is free at any of many looks: the process opens a file now and then, for a moment. */
    private static int lowestFree(int pid) {
        return IntStream.range(0, 100).map(look -> lowestFreeNow(pid)).min().orElseThrow();
    }

    private static int lowestFreeNow(int pid) {
        int number = 0;
        while (Files.exists(Path.of("/proc/" + pid + "/fd/" + number), LinkOption.NOFOLLOW_LINKS)) {
            number++;
        }
        return number;
    }

    /** From now on the process can open descriptors below this number only. */
    private static void limit(int pid, int descriptors) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder("prlimit", "--pid", "" + pid, "--nofile=" + descriptors + ":")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }
}
