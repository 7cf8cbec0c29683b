package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BootFailuresTest {

    private final BootFailures failures = new BootFailures();

    @Test
    void theThirdFailureIsTheLastAndIsToldOnce() {
        assertThat(failures.failed(false)).isFalse();
        assertThat(failures.failed(false)).isFalse();
        assertThat(failures.failed(false)).isTrue();
        assertThat(failures.failed(false)).isFalse();
    }

    @Test
    void aSlotAtItsFirstStartIsWaitedFor() {
        for (int i = 0; i < 5; i++) {
            assertThat(failures.failed(true)).isFalse();
        }
        assertThat(failures.failed(false)).isTrue();
        assertThat(failures.inWords("exit code 1", List.of("x", "Error: no such file")))
                .isEqualTo("no worker can start: 6 starts failed, the last one: exit code 1: Error: no such file");
    }

    @Test
    void onceAWorkerWasReadyNoFailureEndsTheMaster() {
        failures.failed(false);
        failures.ready();
        for (int i = 0; i < 5; i++) {
            assertThat(failures.failed(false)).isFalse();
        }
    }
}
