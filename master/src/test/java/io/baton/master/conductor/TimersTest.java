package io.baton.master.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimersTest {

    private final ManualClock clock = new ManualClock();
    private final Timers timers = new Timers(clock);
    private final List<String> ran = new ArrayList<>();

    @Test
    void aTimerRunsWhenItIsTimeAndIsForgotten() {
        timers.after(10, () -> ran.add("ten"));
        clock.advanceMs(9);
        assertThat(ran).isEmpty();
        assertThat(timers.pending()).isOne();
        clock.advanceMs(1);
        assertThat(ran).containsExactly("ten");
        assertThat(timers.pending()).isZero();
    }

    @Test
    void aCancelledTimerIsForgottenAndDoesNotRun() {
        timers.after(10, () -> ran.add("never")).cancel();
        assertThat(timers.pending()).isZero();
        clock.advanceMs(10);
        assertThat(ran).isEmpty();
    }

    @Test
    void atTheEndNoTimerRunsAndNoneCanBeSet() {
        timers.after(10, () -> ran.add("before"));
        timers.after(20, () -> timers.after(1, () -> ran.add("chain")));
        timers.end();
        timers.after(5, () -> ran.add("after"));
        clock.advanceMs(100);
        assertThat(ran).isEmpty();
        assertThat(timers.pending()).isZero();
    }

    @Test
    void aTimerThatEndsAllOthersEndsThoseThatAreDueInTheSameMoment() {
        timers.after(10, timers::end);
        timers.after(10, () -> ran.add("never"));
        clock.advanceMs(10);
        assertThat(ran).isEmpty();
    }

    @Test
    void whatIsPostedRunsAfterTheEndToo() {
        timers.end();
        timers.post(() -> ran.add("posted"));
        clock.advanceMs(0);
        assertThat(ran).containsExactly("posted");
    }

    @Test
    void timeIsTheClocks() {
        clock.advanceMs(7);
        assertThat(timers.nanoTime()).isEqualTo(clock.nanoTime());
    }
}
