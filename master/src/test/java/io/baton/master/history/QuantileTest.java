package io.baton.master.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.baton.protocol.Figures;
import org.junit.jupiter.api.Test;

final class QuantileTest {

    private final long[] counts = new long[Figures.buckets()];

    private void add(long us, long times) {
        counts[Figures.index(200, us * 1_000) - Figures.block(2)] += times;
    }

    @Test
    void withoutRequestsThereIsNone() {
        assertThat(Quantile.ms(0.99, counts)).isNaN();
    }

    @Test
    void requestsAreSpreadEvenlyInTheirBucket() {
        add(2_000, 10);
        assertThat(Quantile.ms(0.5, counts)).as("between 1 and 2.5 ms").isEqualTo(1.75, within(1e-9));
        assertThat(Quantile.ms(1, counts)).isEqualTo(2.5, within(1e-9));
    }

    @Test
    void theSlowestOfAHundredDoesNotMoveTheHalf() {
        add(400, 98);
        add(80_000, 2);
        assertThat(Quantile.ms(0.5, counts)).isBetween(0.2, 0.3);
        assertThat(Quantile.ms(0.99, counts)).as("between 50 and 100 ms").isEqualTo(75, within(1e-9));
    }

    @Test
    void longerThanTheLastBoundIsAsLongAsThat() {
        add(60_000_000, 1);
        assertThat(Quantile.ms(0.5, counts)).isEqualTo(10_000, within(1e-9));
    }
}
