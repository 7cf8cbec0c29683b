package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator finds of a worker that broke. */
final class EvidenceIT {

    private static final int SIGSEGV = 11;

    @Test
    void ofAWorkerThatCrashesTheReportIsKeptAndNamed() throws IOException {
        try (MasterProcess master = MasterProcess.start("-i", "1")) {
            master.awaitReady(1);
            int crashed = master.readyPids().get(0);
            Proc.signal(crashed, SIGSEGV);
            master.await(Pattern.compile("pid " + crashed + "\\) died: SIGABRT"));
            Matcher report = master.await(Pattern.compile("pid " + crashed + "\\) crashed: SIGSEGV .*; report: (/.*)"));
            assertThat(Path.of(report.group(1)))
                    .content()
                    .contains("A fatal error has been detected by the Java Runtime Environment");
            assertThat(HttpClient.workerPid(master.port())).isNotEqualTo(crashed);
        }
    }

    @Test
    void ofAWorkerThatHangsTheThreadsAreKept() throws IOException {
        try (MasterProcess master = MasterProcess.ready("--demo-faults", "--heartbeat-limit", "2s");
                HttpClient client = new HttpClient(master.port())) {
            int blocked = HttpClient.pidIn(client.get("/").body());
            client.send("GET /block?ms=60000 HTTP/1.1\r\nHost: test\r\n\r\n");
            Matcher evidence = master.await(Pattern.compile("pid " + blocked + "\\) hung: its threads are in (/.*)"));
            assertThat(Path.of(evidence.group(1)))
                    .content()
                    .startsWith("Full thread dump")
                    .contains("io.baton.worker.http.DemoFaults.block")
                    .contains("Metaspace");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "direct"})
    void ofAWorkerThatRunsOutOfMemoryTheLogSaysSo(String memory) throws IOException {
        try (MasterProcess master = MasterProcess.start("-i", "1", "--demo-faults")) {
            master.awaitReady(1);
            int full = master.readyPids().get(0);
            HttpClient.get(master.port(), "/oom?memory=" + memory);
            master.await(Pattern.compile("pid " + full + "\\) died: exit code 3, out of memory"));
            master.await(Pattern.compile("worker 1 \\| Terminating due to .*OutOf.*MemoryError"));
        }
    }

    @Test
    void ofAWorkerThatCannotStartTheTraceStandsInTheLogOnceBehindItsName(@TempDir Path directory) throws IOException {
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
            master.await(Pattern.compile("worker 1 \\(pid \\d+\\) died before it was ready: exit code 1"));
            master.await(Pattern.compile("worker 1 \\| half a line"));
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(20))).isZero();
            long starts = master.output().stream()
                    .filter(line -> line.contains("created in"))
                    .count();
            assertThat(master.output())
                    .filteredOn(line -> line.equals("worker 1 | java.lang.IllegalStateException: no database"))
                    .as("one for each start")
                    .hasSizeBetween(1, (int) starts);
        }
    }
}
