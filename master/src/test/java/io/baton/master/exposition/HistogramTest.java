package io.baton.master.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HistogramTest {

    /** @param numbers bounds and counts in turn, then the count of +Inf, then the sum */
    private static Histogram histogram(double... numbers) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i + 2 < numbers.length; i += 2) {
            steps.add(new Step(String.valueOf(numbers[i]), numbers[i], numbers[i + 1]));
        }
        steps.add(new Step("+Inf", Double.POSITIVE_INFINITY, numbers[numbers.length - 2]));
        return new Histogram(steps, numbers[numbers.length - 1]);
    }

    @Test
    void bucketsAddUp() {
        assertThat(histogram(0.1, 1, 0.5, 3, 4, 10).plus(histogram(0.1, 2, 0.5, 2, 2, 1)))
                .isEqualTo(histogram(0.1, 3, 0.5, 5, 6, 11));
    }

    @Test
    void aBoundThatOneSideLacksCountsWhatIsBelowIt() {
        Histogram one = histogram(0.1, 1, 0.5, 3, 4, 10);
        Histogram other = histogram(0.2, 7, 1, 9, 9, 1);
        Histogram both = histogram(0.1, 1, 0.2, 8, 0.5, 10, 1, 12, 13, 11);
        assertThat(one.plus(other)).isEqualTo(both);
        assertThat(other.plus(one)).isEqualTo(both);
    }

    @Test
    void aSumThatIsNotKnownAddsNothing() {
        assertThat(histogram(1, 2, 3, Double.NaN).plus(histogram(1, 2, 3, 4))).isEqualTo(histogram(1, 4, 6, 4));
    }

    @Test
    void itHasRestartedIfABucketFellOrIsGone() {
        Histogram before = histogram(0.1, 1, 0.5, 3, 4, 10);
        assertThat(histogram(0.1, 1, 0.5, 3, 4, 5).hasRestartedSince(before)).isFalse();
        assertThat(histogram(0.1, 1, 0.2, 2, 0.5, 3, 4, 10).hasRestartedSince(before))
                .isFalse();
        assertThat(histogram(0.1, 0, 0.5, 3, 4, 10).hasRestartedSince(before)).isTrue();
        assertThat(histogram(0.1, 1, 0.5, 3, 3, 10).hasRestartedSince(before)).isTrue();
        assertThat(histogram(0.1, 1, 0.6, 3, 4, 10).hasRestartedSince(before)).isTrue();
    }
}
