package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times as crontab(5) writes them, also where the clock leaves one out or shows it twice. */
final class CronTimeTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void everyDayAtFourIsThatInTheTimeZoneOfTheMachineOnBothSidesOfTheChangeOfTheClock() {
        assertThat(times("0 4 * * *", "2026-03-28T03:00+01:00", 3))
                .containsExactly("2026-03-28T03:00Z", "2026-03-29T02:00Z", "2026-03-30T02:00Z");
    }

    @Test
    void aTimeThatTheClockLeavesOutDoesNotComeThatDay() {
        assertThat(times("30 2 * * *", "2026-03-28T12:00+01:00", 2))
                .containsExactly("2026-03-30T00:30Z", "2026-03-31T00:30Z");
    }

    @Test
    void aTimeThatTheClockShowsTwiceComesOnce() {
        assertThat(times("30 2 * * *", "2026-10-24T12:00+02:00", 2))
                .containsExactly("2026-10-25T00:30Z", "2026-10-26T01:30Z");
    }

    @Test
    void whatIsNoSuchTimeIsRefusedWithAnExample() {
        for (String text : List.of("", "four", "61 * * * *", "0 4 * *", "@daily")) {
            assertThatThrownBy(() -> new CronTime().parse(text))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("as \"0 4 * * *\"");
        }
        assertThat(new CronTime().parse("*/15 9-17 * * 1-5")).isEqualTo("*/15 9-17 * * 1-5");
    }

    private static List<String> times(String cron, String after, int count) {
        List<String> times = new ArrayList<>();
        long ms = ZonedDateTime.parse(after).toInstant().toEpochMilli();
        for (int i = 0; i < count; i++) {
            ms = CronTime.next(cron, ms, BERLIN);
            times.add(Instant.ofEpochMilli(ms).atZone(ZoneOffset.UTC).toString());
        }
        return times;
    }
}
