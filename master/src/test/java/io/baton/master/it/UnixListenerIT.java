package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.ListenerSnapshot;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.WorkerSnapshot;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that listens on a Unix-domain path, beside a port. */
final class UnixListenerIT {

    private static final int CLIENTS = 6;

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"handoff", "shared"})
    void clientsOfAPathAndOfAPortAreServedByTheSameWorkers(String mode) throws IOException {
        Path path = directory.resolve("api.sock");
        try (MasterProcess master = MasterProcess.start(
                "--mode", mode, "--listen", "127.0.0.1:0", "--listen", "api=unix:" + path + ",mode=620")) {
            master.awaitReady(2);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw--w----");
            assertThat(answer(path)).startsWith("HTTP/1.1 200").contains("I am worker");
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
            assertThat(master.state().groups().get(0).listeners())
                    .extracting(ListenerSnapshot::address)
                    .containsExactly("http://127.0.0.1:" + master.port(), "unix:" + path);
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(20))).isZero();
            assertThat(path).doesNotExist();
        }
    }

    @Test
    void connectionsThatAKilledWorkerHadNotAcceptedGoToOthers() throws IOException {
        Path path = directory.resolve("api.sock");
        try (MasterProcess master = MasterProcess.start("--listen", "unix:" + path)) {
            master.awaitReady(2);
            List<Integer> killed = master.readyPids();
            killed.forEach(Proc::stop);
            List<UnixClient> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(UnixClient.ask(path));
            }
            // Some are in the stopped workers' channels, the others wait in the master.
            master.awaitState(state -> unaccepted(state.groups().get(0)) == CLIENTS);
            killed.forEach(pid -> Proc.signal(pid, Processes.SIGKILL));
            for (UnixClient client : clients) {
                try (client) {
                    assertThat(client.answer()).startsWith("HTTP/1.1 200");
                }
            }
        }
    }

    @Test
    void theFileOfAKilledMasterIsReplacedAndThatOfALivingOneIsNot() throws Exception {
        Path path = directory.resolve("api.sock");
        String listen = "unix:" + path;
        try (MasterProcess killed = MasterProcess.start("--listen", listen)) {
            killed.awaitReady(2);
            MasterCommand.Outcome second = new MasterCommand().run("run", "--listen", listen);
            assertThat(second.output()).contains(listen + " is in use (another program listens there)");
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(answer(path)).startsWith("HTTP/1.1 200");
            Proc.signal(killed.pid(), Processes.SIGKILL);
            assertThat(killed.exitCode(Duration.ofSeconds(20))).isNotZero();
            assertThat(path).exists();
        }
        try (MasterProcess next = MasterProcess.start("--listen", listen)) {
            next.awaitReady(2);
            assertThat(answer(path)).startsWith("HTTP/1.1 200");
            // A file that another program has put there since is not the master's to remove.
            Files.delete(path);
            Files.writeString(path, "another's");
            Proc.signal(next.pid(), Processes.SIGTERM);
            assertThat(next.exitCode(Duration.ofSeconds(20))).isZero();
            assertThat(path).hasContent("another's");
        }
        MasterCommand.Outcome refused = new MasterCommand().run("run", "--listen", listen);
        assertThat(refused.output()).contains(listen + " is another file and no socket");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(path).hasContent("another's");
    }

    private static long unaccepted(GroupSnapshot group) {
        long count = group.listeners().get(0).held();
        for (SlotSnapshot slot : group.slots()) {
            WorkerSnapshot worker = slot.worker();
            count += worker == null ? 0 : worker.inFlight();
        }
        return count;
    }

    private static String answer(Path path) throws IOException {
        try (UnixClient client = UnixClient.ask(path)) {
            return client.answer();
        }
    }
}
