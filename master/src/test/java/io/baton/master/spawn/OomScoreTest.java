package io.baton.master.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OomScoreTest {

    /** The kernel gives a master of 128 MB 1000 * 128 / total points. */
    @ParameterizedTest(name = "{0} MB of memory: {1}")
    @CsvSource({"24000, 15", "1024, 135", "256, 510", "150, 863", "128, 999", "0, 999"})
    void aWorkerThatHasJustStartedIsKilledBeforeTheMaster(long totalMb, int above) {
        assertThat(OomScore.above(totalMb)).isEqualTo(above);
    }
}
