package io.baton.agent.listen;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Connections that the server has not accepted yet. */
final class WaitingTest {

    private static final int TIMES = 100_000;

    private final Waiting waiting = new Waiting();

    @Test
    void connectionsAreAcceptedInTheOrderInWhichTheyCame() {
        int next = 0;
        int expected = 0;
        for (int round = 1; round < 60; round++) {
            for (int i = 0; i < round; i++, next++) {
                waiting.add(next, 10L * next, 20L * next, 30L * next, 40L * next);
            }
            for (int i = 0; i < round - round / 3; i++, expected++) {
                assertThat(waiting.descriptor()).isEqualTo(expected);
                assertThat(waiting.seq()).isEqualTo(10L * expected);
                assertThat(waiting.requests()).isEqualTo(20L * expected);
                assertThat(waiting.ageMs()).isEqualTo(30L * expected);
                assertThat(waiting.sinceNanos()).isEqualTo(40L * expected);
                waiting.remove();
            }
        }
        while (expected < next) {
            assertThat(waiting.descriptor()).isEqualTo(expected++);
            waiting.remove();
        }
        assertThat(waiting.isEmpty()).isTrue();
    }

    @Test
    void connectionThatComesAndGoesMakesNoObject() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = comeAndGo();
        long before = threads.getCurrentThreadAllocatedBytes();
        sum += comeAndGo();
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(sum).isEqualTo((long) TIMES * (TIMES - 1));
        assertThat(bytes).as("bytes for %d connections", TIMES).isLessThan(TIMES);
    }

    private long comeAndGo() {
        long sum = 0;
        for (int i = 0; i < TIMES; i++) {
            waiting.add(i, i, 0, 0, i);
            sum += waiting.seq();
            waiting.remove();
        }
        return sum;
    }
}
