package io.baton.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a master comes about, whatever is broken. */
@Timeout(20)
final class EndingTest {

    private final BlockingQueue<Integer> halted = new LinkedBlockingQueue<>();
    private final Ending ending = new Ending(halted::add, 1);

    @Test
    void whatNobodyCaughtIsExitCodeOneAndHaltsAProcessThatDoesNotEndByItself() throws InterruptedException {
        ending.uncaughtException(Thread.currentThread(), new AssertionError("injected"));
        assertThat(ending.await()).isEqualTo(1);
        assertThat(halted.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void theFirstReasonDecidesTheExitCode() {
        ending.with(130);
        ending.uncaughtException(Thread.currentThread(), new AssertionError("injected"));
        assertThat(ending.await()).isEqualTo(130);
    }

    @Test
    void whatIsNotDoneInTimeEndsTheProcess() throws InterruptedException {
        ending.within(1, "the stop", 1);
        assertThat(ending.await()).isEqualTo(1);
        assertThat(halted.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void whatIsDoneInTimeEndsWithItsOwnCodeAndHaltsNothing() throws InterruptedException {
        ending.with(0);
        ending.within(1, "the stop", 1);
        assertThat(halted.poll(300, TimeUnit.MILLISECONDS)).isNull();
        assertThat(ending.await()).isZero();
    }
}
