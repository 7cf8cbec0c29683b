package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LimitsTest {

    @TempDir
    private Path root = Path.of("");

    @Test
    void withoutLimitsNothingIsSaid() throws IOException {
        file("proc/self/cgroup", "0::/\n");
        file("sys/fs/cgroup/cpu.max", "max 100000\n");
        file("sys/fs/cgroup/memory.max", "max\n");
        assertThat(Limits.readFrom(root).text()).isEmpty();
        assertThat(Limits.readFrom(root.resolve("nothing")).text()).isEmpty();
    }

    @Test
    void ofVersion2TheSmallestOfAllGroupsCount() throws IOException {
        file("proc/self/cgroup", "0::/pod/container\n");
        file("sys/fs/cgroup/pod/cpu.max", "150000 100000\n");
        file("sys/fs/cgroup/pod/memory.max", "1073741824\n");
        file("sys/fs/cgroup/pod/container/cpu.max", "max 100000\n");
        file("sys/fs/cgroup/pod/container/memory.max", "536870912\n");
        assertThat(Limits.readFrom(root)).isEqualTo(new Limits(1.5, 512L << 20));
        assertThat(Limits.readFrom(root).text()).isEqualTo("limited to 1.50 cores and 512 MB");
    }

    @Test
    void version1HasADirectoryForEachController() throws IOException {
        file("proc/self/cgroup", "4:memory:/box\n1:cpu:/box\n");
        file("sys/fs/cgroup/cpu/box/cpu.cfs_quota_us", "100000\n");
        file("sys/fs/cgroup/cpu/box/cpu.cfs_period_us", "100000\n");
        file("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(Limits.readFrom(root).text()).isEqualTo("limited to 1 core");
        file("sys/fs/cgroup/cpu/box/cpu.cfs_quota_us", "-1\n");
        assertThat(Limits.readFrom(root).text()).isEmpty();
    }

    private void file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
