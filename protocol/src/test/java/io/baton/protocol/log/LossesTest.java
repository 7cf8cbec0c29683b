package io.baton.protocol.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LossesTest {

    private final Losses losses = new Losses(System.getLogger(LossesTest.class.getName()));

    @Test
    void theFirstLossOfEachKindIsLoggedAtOnceAndLaterOnesOnceAMinuteWithTheirNumber() {
        assertThat(losses.lineFor("a handle", seconds(0))).isEqualTo("a handle");
        assertThat(losses.lineFor("a handle", seconds(1))).isEmpty();
        assertThat(losses.lineFor("a message", seconds(2))).isEqualTo("a message");
        assertThat(losses.lineFor("a handle", seconds(59))).isEmpty();
        assertThat(losses.lineFor("a handle", seconds(60))).isEqualTo("a handle (and 2 more since the last line)");
        assertThat(losses.lineFor("a handle", seconds(61))).isEmpty();
        assertThat(losses.lineFor("a handle", seconds(130))).isEqualTo("a handle (and 1 more since the last line)");
        assertThat(losses.lineFor("a handle", seconds(200))).isEqualTo("a handle");
    }

    private static long seconds(long seconds) {
        return Long.MAX_VALUE + TimeUnit.SECONDS.toNanos(seconds);
    }
}
