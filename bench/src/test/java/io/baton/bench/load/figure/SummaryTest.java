package io.baton.bench.load.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void oneOutlierDoesNotMoveTheMedian() {
        Summary summary = Summary.of(List.of(11.0, 900.0, 10.0));

        assertThat(summary.median()).isEqualTo(11);
        assertThat(summary.min()).isEqualTo(10);
        assertThat(summary.max()).isEqualTo(900);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(Summary.of(List.of(4.0, 1.0, 3.0, 2.0)).median()).isEqualTo(2.5);
    }

    @Test
    void valuesStayInTheOrderTheyWereMeasured() {
        assertThat(Summary.of(List.of(3.0, 1.0, 2.0)).values()).containsExactly(3.0, 1.0, 2.0);
    }

    @Test
    void nothingMeasuredIsNoFigure() {
        assertThatThrownBy(() -> Summary.of(List.of())).hasMessageContaining("none");
    }
}
