package io.baton.bench.load.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {

    @Test
    void onlyDescendantsCount() {
        List<ProcStat> all = List.of(
                new ProcStat(12, 11, 1000),
                new ProcStat(1, 0, 1_000_000),
                new ProcStat(10, 1, 1),
                new ProcStat(11, 10, 10),
                new ProcStat(13, 10, 100),
                new ProcStat(20, 1, 1_000_000));

        assertThat(ProcessTree.of(10, all)).extracting(ProcStat::pid).containsExactlyInAnyOrder(10L, 11L, 12L, 13L);
    }

    @Test
    void thisProcessHasMemoryAndHasUsedTheProcessor() throws Exception {
        long self = ProcessHandle.current().pid();

        assertThat(ProcessTree.memory(self).pss())
                .isBetween(1L, ProcessTree.memory(self).rss());
        assertThat(ProcessTree.cpuMicrosOfRoot(self)).isPositive();
    }

    @Test
    void aProcessThatEndedHasNoDescendants() {
        assertThat(ProcessTree.of(99, List.of(new ProcStat(1, 0, 5)))).isEmpty();
    }
}
