package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.journal.MasterEvent;
import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.GroupState;
import io.baton.master.snapshot.MasterSnapshot;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master as it is seen over its control socket, by clients of all kinds. */
final class ControlIT {

    private static final int MANY = 1000;
    private static final long MB = 1 << 20;

    @TempDir
    private Path home = Path.of("");

    @Test
    void hostileClientsHurtNeitherTheMasterNorEachOther() throws IOException {
        try (MasterProcess master = new MasterCommand().home(home).start()) {
            master.awaitReady(2);
            int port = master.port();
            long before = Proc.residentBytes(master.pid());
            List<ControlConnection> clients = new ArrayList<>();
            try (ControlConnection garbage = ControlConnection.to(home);
                    ControlConnection endless = ControlConnection.to(home);
                    ControlConnection deaf = ControlConnection.to(home)) {
                garbage.send("GET / HTTP/1.1\r\n");
                assertThat(garbage.nextLine()).startsWith("{\"v\":1,\"error\":\"");
                assertThat(garbage.nextLine()).isNull();
                requireRefused(endless);
                askWithoutReading(deaf);
                for (int i = 0; i < MANY; i++) {
                    clients.add(ControlConnection.to(home));
                }
                await().atMost(Duration.ofSeconds(1)).untilAsserted(() -> {
                    try (ControlConnection honest = ControlConnection.to(home)) {
                        assertThat(honest.snapshot().pid()).isEqualTo(master.pid());
                    }
                });
                assertThat(HttpClient.get(port, "/").status()).isEqualTo(200);
                assertThat(master.state().groups()).hasSize(1);
                assertThat(Proc.residentBytes(master.pid()) - before).isLessThan(20 * MB);
            } finally {
                for (ControlConnection client : clients) {
                    client.close();
                }
            }
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(Proc.descriptors(master.pid()))
                    .isLessThan(100));
        }
    }

    @Test
    void theStateTellsOfSlotsWorkersAndListenersAndFollowsThem() throws IOException {
        try (MasterProcess master = new MasterCommand().home(home).start()) {
            master.awaitReady(2);
            int port = master.port();
            HttpClient.get(port, "/");
            MasterSnapshot state = master.awaitState(snapshot -> requests(snapshot) == 1);
            var group = state.groups().get(0);
            assertThat(group.state()).isEqualTo(GroupState.RUNNING);
            assertThat(group.generation()).isEqualTo(1);
            assertThat(group.slots()).extracting(SlotSnapshot::name).containsExactly("worker 1", "worker 2");
            assertThat(group.listeners()).singleElement().satisfies(listener -> {
                assertThat(listener.port()).isEqualTo(port);
                assertThat(listener.workers()).isEqualTo(2);
                assertThat(listener.held()).isZero();
            });
            int killed = Objects.requireNonNull(group.slots().get(0).worker()).pid();
            Proc.signal(killed, Processes.SIGKILL);
            WorkerEvent.Died died = master.awaitDeath(killed);
            assertThat(died.end()).isEqualTo("SIGKILL");
            assertThat(died.worker().slot()).isEqualTo(1);
            MasterSnapshot later = master.awaitState(snapshot -> {
                var worker = snapshot.groups().get(0).slots().get(0).worker();
                return worker != null && worker.pid() != killed && worker.state() == WorkerState.READY;
            });
            assertThat(later.groups().get(0).slots().get(0).restarts()).isEqualTo(1);
            assertThat(later.lastSeq()).isGreaterThan(state.lastSeq());
        }
    }

    @Test
    void theSocketIsItsUsersAloneAndGoesToTheNextMasterOfTheHomeWhenItsMasterIsKilled() throws IOException {
        Path socket = ControlConnection.path(home);
        try (MasterProcess first = new MasterCommand().home(home).start("-i", "1")) {
            first.awaitReady(1);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            try (MasterProcess second = new MasterCommand().home(home).start("-i", "1")) {
                second.await(Pattern.compile("no control socket: another master in .* has it"));
                second.await(Pattern.compile("ready: 1 worker"));
                assertThat(first.state().pid()).isEqualTo(first.pid());
                Proc.signal(first.pid(), Processes.SIGKILL);
                await().atMost(Duration.ofSeconds(10))
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .until(() -> {
                            try (ControlConnection next = ControlConnection.to(home)) {
                                return next.snapshot().pid() == second.pid();
                            }
                        });
                Proc.signal(second.pid(), Processes.SIGTERM);
                second.awaitEvent(MasterEvent.Stopped.class, stopped -> true);
                assertThat(second.exitCode(Duration.ofSeconds(20))).isZero();
                assertThat(socket).doesNotExist();
            }
        }
    }

    private static long requests(MasterSnapshot snapshot) {
        return snapshot.groups().get(0).slots().stream()
                .mapToLong(slot -> slot.worker() == null ? 0 : slot.worker().requests())
                .sum();
    }

    /** Ten million bytes without an end of the line: the client is told and cut off long before. */
    private static void requireRefused(ControlConnection endless) throws IOException {
        try {
            for (int i = 0; i < 1000; i++) {
                endless.send("a".repeat(10_000));
            }
        } catch (IOException e) {
            // Closed by the master.
        }
        assertThat(endless.nextLine()).isEqualTo("{\"v\":1,\"error\":\"line: longer than 1048576 bytes\"}");
    }

    /** Ten thousand requests, whose answers are never read. The master reads no more of them after the first answers. */
    private static void askWithoutReading(ControlConnection deaf) throws IOException {
        deaf.send("{\"v\":1,\"request\":\"snapshot\"}\n".repeat(1000));
    }
}
