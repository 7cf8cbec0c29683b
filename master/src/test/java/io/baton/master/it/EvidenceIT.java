package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.journal.WorkerEvent;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that breaks leaves a report, its threads or its last lines for the operator. */
final class EvidenceIT {

    private static final int SIGSEGV = 11;

    @Test
    void theReportOfACrashedWorkerIsKeptAndNamed() throws IOException {
        try (MasterProcess master = MasterProcess.start("-i", "1")) {
            master.awaitReady(1);
            int crashed = master.readyPids().get(0);
            Proc.signal(crashed, SIGSEGV);
            assertThat(master.awaitDeath(crashed).end()).startsWith("SIGABRT");
            WorkerEvent.Crashed crash = master.awaitEvent(
                    WorkerEvent.Crashed.class, any -> any.worker().pid() == crashed);
            assertThat(crash.reason()).startsWith("SIGSEGV ");
            assertThat(Path.of(crash.evidence()))
                    .content()
                    .contains("A fatal error has been detected by the Java Runtime Environment");
            assertThat(HttpClient.workerPid(master.port())).isNotEqualTo(crashed);
        }
    }

    @Test
    void theThreadsOfAHungWorkerAreKept() throws IOException {
        try (MasterProcess master = MasterProcess.ready("--demo-faults", "--heartbeat-limit", "2s");
                HttpClient client = new HttpClient(master.port())) {
            int blocked = HttpClient.pidIn(client.get("/").body());
            client.send("GET /block?ms=60000 HTTP/1.1\r\nHost: test\r\n\r\n");
            WorkerEvent.DumpedThreads threads = master.awaitEvent(
                    WorkerEvent.DumpedThreads.class, any -> any.worker().pid() == blocked);
            assertThat(Path.of(Objects.requireNonNull(threads.evidence())))
                    .content()
                    .startsWith("Full thread dump")
                    .contains("io.baton.worker.http.DemoFaults.block")
                    .contains("Metaspace");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "direct"})
    void theLogSaysThatAWorkerRanOutOfMemory(String memory) throws IOException {
        try (MasterProcess master = MasterProcess.start("-i", "1", "--demo-faults")) {
            master.awaitReady(1);
            int full = master.readyPids().get(0);
            HttpClient.get(master.port(), "/oom?memory=" + memory);
            assertThat(master.awaitDeath(full).end()).startsWith("exit code 3, out of memory");
            master.await(Pattern.compile("worker 1 \\| Terminating due to .*OutOf.*MemoryError"));
        }
    }

    @Test
    void theTraceOfAWorkerThatCannotStartStandsInTheLogOnceBehindItsName(@TempDir Path directory) throws IOException {
        Path jar = ApplicationJar.of(
                directory,
                "Broken",
                """
                package user;
                public final class Broken implements io.baton.worker.spi.Application {
                    @Override public void start(io.baton.worker.spi.Worker worker) {
                        System.err.print("half a line");
                        throw new IllegalStateException("no database");
                    }
                    @Override public void initialize(io.netty.channel.Channel channel) {}
                }
                """);
        try (MasterProcess master = MasterProcess.start(jar.toString(), "-i", "1", "--on-boot-failure", "stay")) {
            WorkerEvent.Died died = master.awaitEvent(WorkerEvent.Died.class, any -> true);
            assertThat(died.wasReady()).isFalse();
            assertThat(died.end()).isEqualTo("exit code 1");
            master.await(Pattern.compile("worker 1 \\| half a line"));
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(20))).isZero();
            int starts = master.events(WorkerEvent.Created.class).size();
            assertThat(master.output())
                    .filteredOn(line -> line.equals("worker 1 | java.lang.IllegalStateException: no database"))
                    .as("one for each start")
                    .hasSizeBetween(1, starts);
        }
    }
}
