package io.baton.master.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExitStatusTest {

    @Test
    void anExitCodeIsTheHighByte() {
        assertThat(ExitStatus.ofWaitStatus(0x0000)).isEqualTo(new ExitStatus(0, 0, false));
        assertThat(ExitStatus.ofWaitStatus(0x0100)).isEqualTo(new ExitStatus(1, 0, false));
        assertThat(ExitStatus.ofWaitStatus(143 << 8)).isEqualTo(new ExitStatus(143, 0, false));
        assertThat(ExitStatus.ofWaitStatus(0xff00)).isEqualTo(new ExitStatus(255, 0, false));
    }

    @Test
    void aSignalIsTheLowSevenBits() {
        assertThat(ExitStatus.ofWaitStatus(9)).isEqualTo(new ExitStatus(-1, 9, false));
        assertThat(ExitStatus.ofWaitStatus(15)).isEqualTo(new ExitStatus(-1, 15, false));
    }

    @Test
    void aChildThatOtherCodeHasReapedHasEndedWithAnUnknownStatus() {
        assertThat(ExitStatus.of(-10)).hasToString("exit status unknown: reaped elsewhere");
    }

    @Test
    void aCoreDumpDoesNotChangeTheSignal() {
        assertThat(ExitStatus.ofWaitStatus(0x80 | 11)).isEqualTo(new ExitStatus(-1, 11, true));
    }

    @Test
    void theWordsNameTheCodeOrTheSignal() {
        assertThat(ExitStatus.ofWaitStatus(0)).hasToString("exit code 0");
        assertThat(ExitStatus.ofWaitStatus(130 << 8)).hasToString("exit code 130 (SIGINT)");
        assertThat(ExitStatus.ofWaitStatus(9)).hasToString("SIGKILL");
        assertThat(ExitStatus.ofWaitStatus(0x80 | 6)).hasToString("SIGABRT (core dumped)");
        assertThat(ExitStatus.ofWaitStatus(31)).hasToString("SIGSYS");
        assertThat(ExitStatus.ofWaitStatus(12)).hasToString("SIGUSR2");
        assertThat(ExitStatus.ofWaitStatus(34)).hasToString("signal 34");
    }

    @Test
    void code3MeansOutOfMemoryOnlyIfTheProcessWasAJvm() {
        assertThat(ExitStatus.ofWaitStatus(0x0300).inWords(true))
                .isEqualTo("exit code 3, out of memory (-XX:+ExitOnOutOfMemoryError)");
        assertThat(ExitStatus.ofWaitStatus(0x0300).inWords(false)).isEqualTo("exit code 3");
        assertThat(ExitStatus.ofWaitStatus(9).inWords(true)).isEqualTo("SIGKILL");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 7, 8, 11, 31})
    void aSignalForAFaultOfTheProcessIsACrash(int signal) {
        assertThat(ExitStatus.ofWaitStatus(signal).isCrash()).isTrue();
        assertThat(ExitStatus.ofWaitStatus(signal | 0x80).isCrash()).isTrue();
        assertThat(ExitStatus.ofWaitStatus((128 + signal) << 8).isCrash())
                .as("of a shell's child")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 15, 2, 0x0000, 0x0100, 143 << 8})
    void aSignalFromOutsideOrAnExitIsNoCrash(int waitStatus) {
        assertThat(ExitStatus.ofWaitStatus(waitStatus).isCrash()).isFalse();
    }
}
