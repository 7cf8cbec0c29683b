package io.baton.master.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.carried.CarriedReadiness;
import io.baton.master.conductor.ManualClock;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker is ready when its clients find everything that they found before. */
final class ReadinessTest {

    private static final String SHOP = "null:8080:4:undefined";
    private static final String MANAGEMENT = "null:8081:4:undefined";

    private final ManualClock clock = new ManualClock();
    private final List<String> ready = new ArrayList<>();
    private final Readiness readiness = new Readiness(clock, ready::add);

    @Test
    void aSuccessorIsReadyWhenItListensOnEveryPortOfItsPredecessor() {
        readiness.hasToListen(Set.of(SHOP, MANAGEMENT));
        readiness.online(true);
        readiness.listens(SHOP);
        assertThat(ready).isEmpty();
        clock.advanceMs(5_000);
        readiness.listens(MANAGEMENT);
        assertThat(ready).containsExactly("listens");
        assertThat(readiness.keys()).containsExactlyInAnyOrder(SHOP, MANAGEMENT);
    }

    @Test
    void aNewVersionThatListensOnFewerPortsIsReadyAfterHalfAMinute() {
        readiness.hasToListen(Set.of(SHOP, MANAGEMENT));
        readiness.online(true);
        readiness.listens(SHOP);
        clock.advanceMs(29_999);
        assertThat(ready).isEmpty();
        clock.advanceMs(1);
        assertThat(ready).containsExactly("listens, but not on port 8081 as the worker before it");
    }

    @Test
    void aShortReadyTimeoutDoesNotEndAWorkerThatListens() {
        readiness.hasToListen(Set.of(SHOP, MANAGEMENT));
        readiness.online(true);
        readiness.listens(SHOP);
        readiness.isOverdue();
        assertThat(ready).hasSize(1);
    }

    @Test
    void aNodeProgramIsReadyWhenItListensFirst() {
        readiness.hasToListen(Set.of(SHOP, MANAGEMENT));
        readiness.online(false);
        readiness.listens(SHOP);
        assertThat(ready).containsExactly("listens");
    }

    @Test
    void aPortThatWasClosedAgainIsNotAwaitedOfTheNext() {
        readiness.online(true);
        readiness.listens(SHOP);
        readiness.listens(MANAGEMENT);
        readiness.closes(MANAGEMENT, true);
        readiness.closes(SHOP, false);
        assertThat(readiness.keys())
                .as("it closes the other one because it leaves")
                .containsExactly(SHOP);
    }

    @Test
    void whatIsAwaitedCrossesAnUpgrade() {
        readiness.hasToListen(Set.of(SHOP, MANAGEMENT));
        readiness.online(true);
        readiness.listens(SHOP);
        CarriedReadiness carried = readiness.carried();
        List<String> later = new ArrayList<>();
        Readiness next = new Readiness(clock, later::add);
        next.goOn(carried);
        next.online(true);
        next.listens(MANAGEMENT);
        assertThat(later).containsExactly("listens");
    }

    @Test
    void aWorkerThatBindsPastTheMasterIsToldSo(@TempDir Path process) throws Exception {
        Files.createDirectories(process.resolve("net"));
        Files.createDirectories(process.resolve("fd"));
        String head =
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
        String row = ": 00000000:1F90 00000000:0000 %s 00000000:00000000 00:00000000 00000000     0        0 %s 1 0\n";
        Files.writeString(
                process.resolve("net/tcp"),
                head + "   0" + row.formatted("0A", "77") + "   1" + row.formatted("01", "78"));
        String row6 = ": 00000000000000000000000000000000:1F91 00000000000000000000000000000000:0000 0A"
                + " 00000000:00000000 00:00000000 00000000     0        0 79 1 0\n";
        Files.writeString(process.resolve("net/tcp6"), head + "   0" + row6);
        assertThat(ListeningPorts.of(process)).as("those of other processes").isEmpty();
        Files.createSymbolicLink(process.resolve("fd/5"), Path.of("socket:[77]"));
        Files.createSymbolicLink(process.resolve("fd/6"), Path.of("socket:[78]"));
        Files.createSymbolicLink(process.resolve("fd/7"), Path.of("socket:[79]"));
        assertThat(ListeningPorts.of(process)).isEqualTo("8080, 8081");
        assertThat(ListeningPorts.of(process.resolve("gone"))).isEmpty();
    }

    @Test
    void whyAWorkerIsNotReadyIsToldWhereItIsKnown() {
        FakePorts ports = new FakePorts();
        WorkerProcess child = new WorkerProcess(99, ports);
        readiness.online(true);
        assertThat(readiness.doubt(child)).isEmpty();
        ports.ports = "8080";
        assertThat(readiness.doubt(child))
                .isEqualTo("; it listens on port 8080 by itself, past Baton, as native transports do");
        Message.QueryServer query = new Message.QueryServer(0, ListenRequest.of(ListenAddress.tcp("127.0.0.1", 9000)));
        readiness.answered(query, true);
        assertThat(readiness.doubt(child)).startsWith("; it asked for 127.0.0.1:9000 (expected: the port of -p");
        readiness.answered(query, false);
        assertThat(readiness.doubt(child)).isEqualTo("; it could not listen on 127.0.0.1:9000");
    }

    private static final class FakePorts implements Kernel {

        private String ports = "";

        @Override
        public void signal(int pid, int signal) {}

        @Override
        public long residentBytes(int pid) {
            return 1;
        }

        @Override
        public void title(int pid, String title) {}

        @Override
        public String ports(int pid) {
            return ports;
        }

        @Override
        public boolean isStopped(int pid) {
            return false;
        }
    }
}
