package io.baton.master.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ExitStatusTest {

    @Test
    void anExitCodeIsTheHighByte() {
        assertThat(ExitStatus.ofWaitStatus(0x0000)).isEqualTo(new ExitStatus(0, 0));
        assertThat(ExitStatus.ofWaitStatus(0x0100)).isEqualTo(new ExitStatus(1, 0));
        assertThat(ExitStatus.ofWaitStatus(143 << 8)).isEqualTo(new ExitStatus(143, 0));
        assertThat(ExitStatus.ofWaitStatus(0xff00)).isEqualTo(new ExitStatus(255, 0));
    }

    @Test
    void aSignalIsTheLowSevenBits() {
        assertThat(ExitStatus.ofWaitStatus(9)).isEqualTo(new ExitStatus(-1, 9));
        assertThat(ExitStatus.ofWaitStatus(15)).isEqualTo(new ExitStatus(-1, 15));
    }

    @Test
    void aCoreDumpIsStillTheSignal() {
        assertThat(ExitStatus.ofWaitStatus(0x80 | 11)).isEqualTo(new ExitStatus(-1, 11));
    }

    @Test
    void saysHowInWords() {
        assertThat(ExitStatus.ofWaitStatus(0)).hasToString("exit code 0");
        assertThat(ExitStatus.ofWaitStatus(130 << 8)).hasToString("exit code 130");
        assertThat(ExitStatus.ofWaitStatus(9)).hasToString("SIGKILL");
        assertThat(ExitStatus.ofWaitStatus(0x80 | 6)).hasToString("SIGABRT");
        assertThat(ExitStatus.ofWaitStatus(31)).hasToString("signal 31");
    }
}
