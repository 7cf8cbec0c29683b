package io.baton.master.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LastHourTest {

    private static final long MINUTE = 60_000;

    private final LastHour hour = new LastHour();

    @Test
    void whatHappenedStaysForAnHour() {
        hour.add(5_000, 2);
        hour.add(30 * MINUTE, 3);
        assertThat(hour.sum(59 * MINUTE + 59_999)).isEqualTo(5);
        assertThat(hour.sum(60 * MINUTE)).isEqualTo(3);
        assertThat(hour.sum(90 * MINUTE)).isZero();
    }

    @Test
    void aTimeWithoutALookForgetsAll() {
        hour.add(0, 7);
        hour.add(1_000 * MINUTE, 1);
        assertThat(hour.sum(1_000 * MINUTE)).isEqualTo(1);
    }
}
