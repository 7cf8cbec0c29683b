package io.baton.bench.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

    @Test
    void requestsGoOutThoughEarlierOnesWait() throws Exception {
        CountDownLatch allSent = new CountDownLatch(20);

        OpenLoop.Outcome outcome = new OpenLoop(1000, () -> {
                    allSent.countDown();
                    await(allSent);
                })
                .run(Duration.ofMillis(20));

        assertThat(outcome.micros().getTotalCount()).isEqualTo(20);
        assertThat(outcome.micros().getMaxValue()).isGreaterThanOrEqualTo(19_000);
    }

    @Test
    void aRequestThatFailsIsAnErrorAndNoLatency() throws Exception {
        AtomicInteger sent = new AtomicInteger();

        OpenLoop.Outcome outcome = new OpenLoop(1000, () -> {
                    if (sent.incrementAndGet() % 2 == 0) {
                        throw new IOException("reset");
                    }
                })
                .run(Duration.ofMillis(10));

        assertThat(outcome.errors()).containsOnly(java.util.Map.entry("reset", 5L));
        assertThat(outcome.micros().getTotalCount()).isEqualTo(5);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
