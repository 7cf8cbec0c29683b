package io.baton.master.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.Timeouts;
import org.junit.jupiter.api.Test;

final class VitalsTest {

    private static final long MS = 1_000_000;
    private static final long SILENCE_MS = 5_000;
    private static final long STALL_MS = 8_000;

    private boolean stopped;

    private final Vitals vitals = vitals(STALL_MS);

    @Test
    void aJvmWorkerThatIsSilentForTheLimitHangs() {
        vitals.online(true);
        vitals.heard(1_000 * MS);
        assertThat(vitals.complaint((1_000 + SILENCE_MS) * MS, 0)).isNull();
        assertThat(vitals.complaint((1_001 + SILENCE_MS) * MS, 0)).isEqualTo("silent for more than 5000 ms");
    }

    @Test
    void anyWordOfTheWorkerEndsItsSilence() {
        vitals.online(true);
        for (long second = 1; second < 100; second++) {
            vitals.heard(second * 1_000 * MS);
            assertThat(vitals.complaint((second * 1_000 + 999) * MS, 0)).isNull();
        }
    }

    @Test
    void aPauseOfTheMasterIsNoSilenceOfTheWorker() {
        vitals.online(true);
        vitals.excuse(60_000 * MS);
        assertThat(vitals.complaint((60_000 + SILENCE_MS) * MS, 0)).isNull();
        assertThat(vitals.complaint((60_001 + SILENCE_MS) * MS, 0)).isNotNull();
    }

    @Test
    void aNodeWorkerMaySayNothingForEver() {
        vitals.online(false);
        assertThat(vitals.complaint(3_600_000 * MS, STALL_MS * MS)).isNull();
    }

    @Test
    void aNodeWorkerThatLeavesAConnectionUnacceptedHangsIfTheOperatorWantsThat() {
        vitals.online(false);
        assertThat(vitals.complaint(0, (STALL_MS + 1) * MS)).isEqualTo("a connection unaccepted for more than 8000 ms");
        Vitals patient = vitals(0);
        patient.online(false);
        assertThat(patient.complaint(0, Long.MAX_VALUE)).isNull();
    }

    @Test
    void aJvmWorkerThatBeatsAndAcceptsNothingHangs() {
        vitals.online(true);
        assertThat(vitals.complaint(SILENCE_MS * MS, SILENCE_MS * MS)).isNull();
        assertThat(vitals.complaint(SILENCE_MS * MS, (SILENCE_MS + 1) * MS))
                .isEqualTo("a connection unaccepted for more than 5000 ms");
    }

    @Test
    void beforeItIsOnlineOnlyAStoppedProcessHangs() {
        assertThat(vitals.complaint(3_600_000 * MS, 0)).isNull();
        stopped = true;
        assertThat(vitals.complaint((3_600_000 + SILENCE_MS) * MS, 0)).isNull();
        assertThat(vitals.complaint((3_600_001 + SILENCE_MS) * MS, 0)).isEqualTo("stopped for more than 5000 ms");
    }

    @Test
    void aProcessThatIsContinuedInTimeIsLeftAlone() {
        stopped = true;
        assertThat(vitals.complaint(4_000 * MS, 0)).isNull();
        stopped = false;
        assertThat(vitals.complaint(4_500 * MS, 0)).isNull();
        stopped = true;
        assertThat(vitals.complaint(9_000 * MS, 0)).isNull();
    }

    @Test
    void aWorkerThatIsGivenUpIsNotComplainedOfAgain() {
        vitals.online(true);
        vitals.giveUp();
        assertThat(vitals.complaint(3_600_000 * MS, 0)).isNull();
    }

    private Vitals vitals(long stallMs) {
        return new Vitals(new Timeouts(60_000, 28_000, 30_000, SILENCE_MS, stallMs, 1_000), () -> stopped, 0);
    }
}
