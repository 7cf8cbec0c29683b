package io.baton.protocol.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SignalNameTest {

    @ParameterizedTest
    @CsvSource({
        "SIGTERM, 15",
        "TERM, 15",
        "sigterm, 15",
        "Term, 15",
        "15, 15",
        "SIGUSR2, 12",
        "HUP, 1",
        "1, 1",
        "SYS, 31"
    })
    void aSignalIsReadWithAndWithoutItsPrefixInAnyCaseAndAsANumber(String text, int number) {
        assertThat(SignalName.number(text)).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "SIG", "SIGSIGTERM", "SIGFOO", "SIG15", "0", "32", "-15", "+15", "015", "15 ", "TERM,INT"})
    void anyOtherTextIsNoSignal(String text) {
        assertThat(SignalName.number(text)).isEmpty();
    }

    @Test
    void theNumbersAreTheKernels() {
        assertThat(SignalName.of(Processes.SIGHUP)).isEqualTo("SIGHUP");
        assertThat(SignalName.of(Processes.SIGKILL)).isEqualTo("SIGKILL");
        assertThat(SignalName.of(Processes.SIGUSR2)).isEqualTo("SIGUSR2");
        assertThat(SignalName.of(Processes.SIGTERM)).isEqualTo("SIGTERM");
        assertThat(SignalName.of(Processes.SIGTTOU)).isEqualTo("SIGTTOU");
        assertThat(SignalName.of(31)).isEqualTo("SIGSYS");
        assertThat(SignalName.of(0)).isNull();
        assertThat(SignalName.of(32)).isNull();
    }
}
