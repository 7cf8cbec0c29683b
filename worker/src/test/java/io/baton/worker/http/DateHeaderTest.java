package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DateHeaderTest {
    private long nowMs = 784_111_777_000L;
    private final DateHeader date = new DateHeader(() -> nowMs);

    @Test
    void dateIsTheExampleOfTheStandard() {
        assertThat(new String(date.value(), US_ASCII)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @Test
    void dateIsFormattedOncePerSecond() {
        byte[] first = date.value();
        nowMs += 999;
        assertThat(date.value()).isSameAs(first);
        nowMs += 1;
        assertThat(new String(date.value(), US_ASCII)).isEqualTo("Sun, 06 Nov 1994 08:49:38 GMT");
    }

    @Test
    void dateFollowsAClockThatIsSetBack() {
        date.value();
        nowMs -= 3_600_000;
        assertThat(new String(date.value(), US_ASCII)).isEqualTo("Sun, 06 Nov 1994 07:49:37 GMT");
    }
}
