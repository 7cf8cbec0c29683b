package io.baton.bench.load.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {

    private static final List<String> ROLLUP = List.of(
            "55d7c0a00000-7ffd1b5f2000 ---p 00000000 00:00 0                          [rollup]",
            "Rss:               72340 kB",
            "Pss:               58012 kB",
            "Pss_Dirty:         40000 kB",
            "Shared_Clean:      15872 kB");

    @Test
    void theTwoTotalsAreReadAndNoOtherLine() {
        assertThat(Memory.parse(ROLLUP)).isEqualTo(new Memory(72340, 58012));
    }

    @Test
    void severalProcessesAddUp() {
        assertThat(Memory.parse(ROLLUP).plus(new Memory(1, 2))).isEqualTo(new Memory(72341, 58014));
    }
}
