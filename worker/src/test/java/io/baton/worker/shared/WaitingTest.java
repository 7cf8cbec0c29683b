package io.baton.worker.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WaitingTest {

    private final Waiting waiting = new Waiting();

    @Test
    void callsThatAreRefusedForTheirNumberLeaveTheBytesAsTheyWere() {
        for (int i = 0; i < Waiting.MOST_CALLS; i++) {
            assertThat(waiting.add(1)).isTrue();
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(waiting.add(1 << 20)).isFalse();
            waiting.remove(1 << 20);
        }
        waiting.remove(1);
        assertThat(waiting.add((int) Waiting.MOST_BYTES)).isFalse();
        waiting.remove((int) Waiting.MOST_BYTES);
        assertThat(waiting.add(1)).isTrue();
        assertThat(waiting.add(0)).isFalse();
    }

    @Test
    void callsThatAreRefusedForTheirBytesLeaveTheNumberAsItWas() {
        int most = (int) Waiting.MOST_BYTES;
        assertThat(waiting.add(most)).isTrue();
        for (int i = 0; i < 2 * Waiting.MOST_CALLS; i++) {
            assertThat(waiting.add(1)).isFalse();
            waiting.remove(1);
        }
        waiting.remove(most);
        assertThat(waiting.add(most)).isTrue();
    }
}
