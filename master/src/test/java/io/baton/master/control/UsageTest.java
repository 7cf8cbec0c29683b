package io.baton.master.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.GroupState;
import io.baton.master.snapshot.MasterSnapshot;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.SlotState;
import io.baton.master.snapshot.WorkerSnapshot;
import io.baton.master.snapshot.WorkerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What workers are seen to use, on a machine whose kernel tells what the test wants. */
final class UsageTest {

    private static final int PID = 4711;

    @TempDir
    private Path proc = Path.of("");

    private long nowMs = 1_000_000;

    @Test
    void theFirstLookShowsTheTimeSinceTheStart() throws IOException {
        Usage usage = usage();
        process(100, 50, 7, 300, 2_000);
        WorkerSnapshot worker = look(usage, 3_000, 60);
        assertThat(worker.cpuPercent()).isEqualTo(50.0);
        assertThat(worker.requestsPerSecond()).isEqualTo(20.0);
        assertThat(worker.memoryBytes()).isEqualTo(2_000 * 4096L);
        assertThat(worker.threads()).isEqualTo(7);
    }

    @Test
    void laterLooksShowTheTimeSinceTheOneBeforeOnOneAndAHalfCores() throws IOException {
        Usage usage = usage();
        process(100, 50, 7, 300, 2_000);
        look(usage, 3_000, 60);
        nowMs += 1_000;
        process(200, 100, 8, 300, 2_000);
        WorkerSnapshot worker = look(usage, 4_000, 1_060);
        assertThat(worker.cpuPercent()).isEqualTo(150.0);
        assertThat(worker.requestsPerSecond()).isEqualTo(1_000.0);
    }

    @Test
    void looksThatFollowEachOtherAtOnceShowTheSame() throws IOException {
        Usage usage = usage();
        process(100, 50, 7, 300, 2_000);
        look(usage, 3_000, 60);
        nowMs += 199;
        process(102, 50, 9, 300, 2_001);
        WorkerSnapshot worker = look(usage, 3_199, 61);
        assertThat(worker.cpuPercent()).isEqualTo(50.0);
        assertThat(worker.threads()).isEqualTo(9);
    }

    @Test
    void anotherProcessWithTheSameNumberIsNotMeasuredAgainstTheFirst() throws IOException {
        Usage usage = usage();
        process(5_000, 0, 7, 300, 2_000);
        look(usage, 60_000, 1_000);
        nowMs += 1_000;
        process(10, 0, 7, 999, 2_000);
        WorkerSnapshot worker = look(usage, 1_000, 5);
        assertThat(worker.cpuPercent()).isEqualTo(10.0);
        assertThat(worker.requestsPerSecond()).isEqualTo(5.0);
    }

    @Test
    void aProcessThatHasJustEndedUsesNothing() {
        WorkerSnapshot worker = look(usage(), 1_000, 5);
        assertThat(worker.cpuPercent()).isZero();
        assertThat(worker.memoryBytes()).isZero();
        assertThat(worker.startedAtMs()).isPositive();
    }

    private Usage usage() {
        return new Usage(proc, 4096, () -> nowMs * 1_000_000);
    }

    /** As proc(5), stat; the name of the program is meant to mislead. */
    private void process(long user, long system, int threads, long startTime, long pages) throws IOException {
        Path directory = Files.createDirectories(proc.resolve(String.valueOf(PID)));
        Files.writeString(
                directory.resolve("stat"),
                PID + " (a) b (c) S 1 1 1 0 -1 4194304 100 0 0 0 " + user + " " + system + " 0 0 20 0 " + threads
                        + " 0 " + startTime + " 100000 " + pages + " 18446744073709551615 1 1\n");
    }

    private static WorkerSnapshot look(Usage usage, long ageMs, long requests) {
        WorkerSnapshot worker = WorkerSnapshot.unmeasured(
                "worker 1", PID, WorkerState.READY, 1, ageMs, ageMs, 0, 0, requests, requests);
        SlotSnapshot slot = new SlotSnapshot(
                "worker 1", 0, 1, SlotState.RUNNING, 0, 0, -1, null, 0, null, null, worker, null, List.of());
        GroupSnapshot group = new GroupSnapshot(
                "api",
                GroupState.RUNNING,
                1,
                "handoff",
                "jar",
                null,
                null,
                1,
                1,
                0,
                List.of(slot),
                List.of(),
                List.of(),
                List.of());
        MasterSnapshot measured =
                usage.measure(new MasterSnapshot(1, "1", "/h", false, 5, 0, 0, List.of(group), List.of()));
        assertThat(measured.startedAtMs()).isPositive();
        return Objects.requireNonNull(measured.groups().get(0).slots().get(0).worker());
    }
}
