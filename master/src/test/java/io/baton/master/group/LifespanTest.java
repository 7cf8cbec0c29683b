package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.RetireLimits;
import org.junit.jupiter.api.Test;

final class LifespanTest {

    private static final long MB = 1 << 20;
    private static final long MIN_UPTIME_MS = 30_000;
    private static final long LONG_MS = 3_600_000_000L;

    @Test
    void withoutLimitsItNeverEnds() {
        Lifespan lifespan = lifespan(RetireLimits.NONE, 0);
        assertThat(lifespan.over(Long.MAX_VALUE, Long.MAX_VALUE, LONG_MS)).isNull();
    }

    @Test
    void itEndsWithSoManyRequests() {
        Lifespan lifespan = lifespan(new RetireLimits(1000, 0, 0), 0);
        assertThat(lifespan.over(999, 0, LONG_MS)).isNull();
        assertThat(lifespan.over(1000, 0, 0)).isEqualTo("1000 requests");
    }

    @Test
    void itEndsAfterSuchATime() {
        Lifespan lifespan = lifespan(new RetireLimits(0, 0, 60_000), 0);
        assertThat(lifespan.over(0, 0, 59_999)).isNull();
        assertThat(lifespan.over(0, 0, 60_000)).isEqualTo("60 s of service");
    }

    @Test
    void itEndsAboveSoMuchMemoryButNotBeforeTheWorkerHasSettled() {
        Lifespan lifespan = lifespan(new RetireLimits(0, 100 * MB, 0), 0.9);
        assertThat(lifespan.over(0, 200 * MB, MIN_UPTIME_MS - 1)).isNull();
        assertThat(lifespan.over(0, 100 * MB, MIN_UPTIME_MS)).isNull();
        assertThat(lifespan.over(0, 101 * MB, MIN_UPTIME_MS)).isEqualTo("101 MB of memory");
    }

    @Test
    void workersOfTheSameAgeGoAtDifferentTimesAndNeverLaterThanTheLimit() {
        RetireLimits limits = new RetireLimits(1000, 0, 0);
        assertThat(lifespan(limits, 0.5).over(949, 0, 0)).isNull();
        assertThat(lifespan(limits, 0.5).over(950, 0, 0)).isNotNull();
        assertThat(lifespan(limits, 0.999_999).over(900, 0, 0)).isNotNull();
        assertThat(lifespan(limits, 0).over(1000, 0, 0)).isNotNull();
    }

    private static Lifespan lifespan(RetireLimits limits, double random) {
        return new Lifespan(limits, MIN_UPTIME_MS, () -> random);
    }
}
