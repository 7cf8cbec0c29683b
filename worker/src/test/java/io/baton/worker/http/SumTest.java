package io.baton.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 65_535, 65_536, 65_537, 131_072, 1_000_000})
    void smallSumsAreExact(long count) {
        assertThat(new Sum(count).compute()).isEqualTo(count * (count - 1) / 2.0 + 0.0);
    }

    @Test
    void everyAdditionIsRoundedWhereJavaScriptRounds() {
        long count = 200_000_000;
        double expected = 0;
        for (long i = 0; i < count; i++) {
            expected += i;
        }
        assertThat(new Sum(count).compute()).isEqualTo(expected).isNotEqualTo(count * (count - 1) / 2.0);
    }

    @Test
    void progressIsPublishedAndCancelStopsAtOnce() throws InterruptedException {
        Sum sum = new Sum(Long.MAX_VALUE);
        Thread computing = new Thread(sum::compute, "computing");
        computing.setDaemon(true);
        computing.start();
        Awaitility.await().until(() -> sum.added() > 10_000_000);
        sum.cancel();
        computing.join(Duration.ofMillis(100).toMillis());
        assertThat(computing.isAlive()).isFalse();
    }
}
