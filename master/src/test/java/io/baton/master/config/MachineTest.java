package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineTest {

    private static final long MB = 1 << 20;

    @TempDir
    private Path root = Path.of("");

    @Test
    void withoutALimitItIsWhatTheMachineHas() throws IOException {
        file("proc/meminfo", "MemTotal: 24000000 kB\nMemAvailable:   20480 kB\n");
        file("proc/self/cgroup", "0::/user.slice\n");
        file("sys/fs/cgroup/user.slice/memory.max", "max\n");
        file("sys/fs/cgroup/user.slice/memory.current", "4096\n");
        assertThat(Machine.readFrom(root)).isEqualTo(new Machine(20 * MB, Machine.UNLIMITED));
    }

    @Test
    void ofAVersion2GroupItIsTheLimitLessWhatIsUsedAndNotJustCache() throws IOException {
        machineWith(1000);
        file("proc/self/cgroup", "0::/\n");
        file("sys/fs/cgroup/memory.max", 150 * MB + "\n");
        file("sys/fs/cgroup/memory.current", 60 * MB + "\n");
        file("sys/fs/cgroup/memory.stat", "anon 5\ninactive_file " + 20 * MB + "\nactive_file 7\n");
        file("sys/fs/cgroup/pids.max", "100\n");
        file("sys/fs/cgroup/pids.current", "30\n");
        assertThat(Machine.readFrom(root)).isEqualTo(new Machine(110 * MB, 70));
    }

    @Test
    void aLimitAboveTheOwnGroupCountsToo() throws IOException {
        machineWith(1000);
        file("proc/self/cgroup", "0::/pod/container\n");
        file("sys/fs/cgroup/pod/memory.max", 200 * MB + "\n");
        file("sys/fs/cgroup/pod/memory.current", 150 * MB + "\n");
        file("sys/fs/cgroup/pod/container/memory.max", 150 * MB + "\n");
        file("sys/fs/cgroup/pod/container/memory.current", 10 * MB + "\n");
        assertThat(Machine.readFrom(root).memoryBytes()).isEqualTo(50 * MB);
    }

    @Test
    void aThrottledGroupHasNoMoreThanItsHighMark() throws IOException {
        machineWith(1000);
        file("proc/self/cgroup", "0::/\n");
        file("sys/fs/cgroup/memory.max", "max\n");
        file("sys/fs/cgroup/memory.high", 100 * MB + "\n");
        file("sys/fs/cgroup/memory.current", 40 * MB + "\n");
        assertThat(Machine.readFrom(root).memoryBytes()).isEqualTo(60 * MB);
    }

    @Test
    void aVersion1GroupIsReadToo() throws IOException {
        machineWith(1000);
        file("proc/self/cgroup", "9:pids:/a\n8:cpu,cpuacct:/\n4:memory:/docker/0123\n0::/\n");
        file("sys/fs/cgroup/memory/memory.limit_in_bytes", 128 * MB + "\n");
        file("sys/fs/cgroup/memory/memory.usage_in_bytes", 28 * MB + "\n");
        file("sys/fs/cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file " + 8 * MB + "\n");
        file("sys/fs/cgroup/pids/a/pids.max", "50\n");
        file("sys/fs/cgroup/pids/a/pids.current", "60\n");
        assertThat(Machine.readFrom(root)).isEqualTo(new Machine(108 * MB, 0));
    }

    @Test
    void version1SaysNoLimitByAHugeNumber() throws IOException {
        machineWith(1000);
        file("proc/self/cgroup", "4:memory:/\n");
        file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        file("sys/fs/cgroup/memory/memory.usage_in_bytes", "1\n");
        assertThat(Machine.readFrom(root).memoryBytes()).isEqualTo(1000 * MB);
    }

    @Test
    void aPathOutsideOfWhatCanBeSeenIsTheTopGroup() throws IOException {
        machineWith(1000);
        file("proc/self/cgroup", "0::/../../system.slice\n");
        file("sys/fs/cgroup/memory.max", 64 * MB + "\n");
        file("sys/fs/cgroup/memory.current", "0\n");
        assertThat(Machine.readFrom(root).memoryBytes()).isEqualTo(64 * MB);
    }

    @Test
    void whereNothingIsSaidThereIsNoMemoryToSpare() {
        assertThat(Machine.readFrom(root)).isEqualTo(new Machine(0, Machine.UNLIMITED));
    }

    @Test
    void totalIsTheSmallestLimitOfAllGroupsOrTheMachines() throws IOException {
        file("proc/meminfo", "MemTotal: 2048 kB\nMemAvailable: 1024 kB\n");
        assertThat(Machine.totalBytes(root)).isEqualTo(2 * MB);
        file("proc/self/cgroup", "5:memory:/box\n");
        file("sys/fs/cgroup/memory/box/memory.limit_in_bytes", MB + "\n");
        assertThat(Machine.totalBytes(root)).isEqualTo(MB);
    }

    private void machineWith(long availableMb) throws IOException {
        file("proc/meminfo", "MemAvailable: " + availableMb * 1024 + " kB\n");
    }

    private void file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
