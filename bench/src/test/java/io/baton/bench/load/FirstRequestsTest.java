package io.baton.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Of each process the first answers count, and no later ones. */
final class FirstRequestsTest {

    private static final long ONE = 4_194_305;
    private static final long OTHER = 4_194_306;

    private final FirstRequests answers = new FirstRequests();

    @Test
    void aProcessWithTooFewAnswersIsNotWhole() {
        for (int i = 0; i < FirstRequests.COUNT - 1; i++) {
            answers.add(ONE, 1_000);
            answers.add(OTHER, 1_000);
        }
        assertThat(of(ONE).isWhole()).isFalse();
        answers.add(ONE, 1_000);
        assertThat(of(ONE).isWhole()).isTrue();
        assertThat(of(OTHER).isWhole()).isFalse();
        assertThat(answers.of(1)).isNull();
    }

    @Test
    void laterAnswersDoNotChangeThePercentiles() {
        for (int i = FirstRequests.COUNT; i > 0; i--) {
            answers.add(ONE, i);
        }
        answers.add(ONE, 1_000_000);
        assertThat(of(ONE).ms(50)).isEqualTo(1.001);
        assertThat(of(ONE).ms(99)).isEqualTo(1.981);
        assertThat(of(ONE).ms(100)).isEqualTo(2.0);
    }

    private FirstRequests.OfProcess of(long pid) {
        return Objects.requireNonNull(answers.of(pid));
    }
}
