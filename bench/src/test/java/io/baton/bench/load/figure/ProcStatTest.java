package io.baton.bench.load.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcStatTest {

    private static final String REST =
            " S 4710 4711 4711 0 -1 4194304 100 7 0 0 120 34 9000 8000 20 0 1 0 12345 1000000 200 1844 1 1 0 0 0";

    @Test
    void processorTimeIsUserAndKernelTimeOfTheProcessItself() {
        ProcStat process = ProcStat.parse("4711 (java)" + REST);

        assertThat(process).isEqualTo(new ProcStat(4711, 4710, 1_540_000));
    }

    @Test
    void aNameWithBlanksAndParenthesesShiftsNoField() {
        assertThat(ProcStat.parse("4711 (a (b) c) R 1 2)" + REST)).isEqualTo(ProcStat.parse("4711 (java)" + REST));
    }

    @Test
    void thisProcessCanBeRead() throws Exception {
        long self = ProcessHandle.current().pid();

        assertThat(ProcessTree.cpuMicros(self)).isPositive();
    }
}
