package io.baton.master.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On a real loop no exception is lost, and its end is noticed. */
@Timeout(30)
final class ConductorTest {

    private final Conductor conductor = Conductor.start();
    private final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();

    @BeforeEach
    void collectUncaught() {
        conductor.post(
                () -> Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown)));
    }

    @AfterEach
    void stop() {
        conductor.stop();
    }

    static Stream<Throwable> throwables() {
        return Stream.of(
                new IllegalStateException("exception"),
                new AssertionError("assertion"),
                new StackOverflowError("stack"),
                new NoClassDefFoundError("class"));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void anExceptionOfAPostedTaskIsReportedAndTheLoopLivesOn(Throwable thrown) throws InterruptedException {
        conductor.post(() -> ConductorTest.<RuntimeException>sneak(thrown));
        assertThat(uncaught.poll(10, TimeUnit.SECONDS)).isSameAs(thrown);
        assertLives();
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void anExceptionOfATimerIsReportedAndTheLoopLivesOn(Throwable thrown) throws InterruptedException {
        conductor.after(1, () -> ConductorTest.<RuntimeException>sneak(thrown));
        assertThat(uncaught.poll(10, TimeUnit.SECONDS)).isSameAs(thrown);
        assertLives();
    }

    @Test
    void aCancelledTimerDoesNotRun() throws InterruptedException {
        BlockingQueue<String> ran = new LinkedBlockingQueue<>();
        conductor.post(() -> {
            conductor.after(1, () -> ran.add("first")).cancel();
            conductor.after(2, () -> ran.add("second"));
        });
        assertThat(ran.poll(10, TimeUnit.SECONDS)).isEqualTo("second");
    }

    /** Netty ends a loop after an Error of its own. The master's port would stay open, and nothing would accept. */
    @Test
    void aLoopThatEndsWithoutAStopIsReported() throws InterruptedException {
        conductor.loop().shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        assertThat(uncaught.poll(10, TimeUnit.SECONDS)).hasMessage("the event loop has ended");
    }

    @Test
    void aLoopThatWasStoppedIsNotReported() {
        conductor.stop();
        conductor.loop().terminationFuture().syncUninterruptibly();
        assertThat(uncaught).isEmpty();
    }

    private void assertLives() throws InterruptedException {
        BlockingQueue<String> ran = new LinkedBlockingQueue<>();
        conductor.post(() -> ran.add("posted"));
        assertThat(ran.poll(10, TimeUnit.SECONDS)).isEqualTo("posted");
        conductor.after(1, () -> ran.add("timer"));
        assertThat(ran.poll(10, TimeUnit.SECONDS)).isEqualTo("timer");
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
