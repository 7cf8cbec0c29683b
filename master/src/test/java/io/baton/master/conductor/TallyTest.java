package io.baton.master.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TallyTest {

    private final ManualClock clock = new ManualClock();
    private final List<Long> reported = new ArrayList<>();
    private final Tally tally = new Tally(clock, reported::add);

    @Test
    void aBurstIsReportedOnceWithItsNumber() {
        for (int i = 0; i < 10_000; i++) {
            tally.add();
        }
        assertThat(reported).isEmpty();
        clock.advanceMs(60_000);
        assertThat(reported).containsExactly(10_000L);
    }

    @Test
    void eventsThatGoOnAreReportedOnceASecondWithTheirNumberSoFar() {
        for (int ms = 0; ms < 3_000; ms++) {
            tally.add();
            clock.advanceMs(1);
        }
        assertThat(reported).containsExactly(1_000L, 2_000L, 3_000L);
    }

    @Test
    void withoutEventsNoTimerRuns() {
        assertThat(clock.timers()).isZero();
        tally.add();
        clock.advanceMs(1_000);
        assertThat(clock.timers()).isZero();
    }
}
