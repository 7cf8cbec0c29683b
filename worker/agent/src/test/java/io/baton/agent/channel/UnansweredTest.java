package io.baton.agent.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class UnansweredTest {

    private final List<Integer> closed = new ArrayList<>();
    private final Unanswered unanswered = new Unanswered(closed::add);

    private void send(int descriptor) {
        unanswered.add(new Unanswered.Sent(descriptor, new byte[] {(byte) descriptor}));
    }

    @Test
    void aConnectionIsKeptUntilTheMasterHasIt() {
        send(4);
        send(5);
        unanswered.arrived();
        assertThat(closed).containsExactly(4);
        assertThat(unanswered.count()).isEqualTo(1);
        assertThat(unanswered.next()).isNull();
    }

    @Test
    void aConnectionThatDidNotArriveIsSentAgainAndNotLost() {
        send(4);
        send(5);
        unanswered.lost();
        assertThat(closed).isEmpty();
        assertThat(Objects.requireNonNull(unanswered.next()).descriptor).isEqualTo(4);
        unanswered.sentAgain();
        unanswered.arrived();
        unanswered.arrived();
        assertThat(closed).containsExactly(5, 4);
        assertThat(unanswered.count()).isZero();
    }

    @Test
    void afterFourTimesAConnectionIsGivenUp() {
        send(4);
        for (int i = 0; i < 3; i++) {
            unanswered.lost();
            unanswered.sentAgain();
        }
        unanswered.lost();
        assertThat(closed).containsExactly(4);
        assertThat(unanswered.count()).isZero();
    }

    @Test
    void anAnswerTooManyIsIgnored() {
        unanswered.arrived();
        unanswered.lost();
        assertThat(unanswered.count()).isZero();
    }
}
