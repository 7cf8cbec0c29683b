package io.baton.master.table;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Moments as text. Nothing here reads the clock. */
public final class Moment {

    private Moment() {}

    /** In UTC for programs (ISO 8601), as {@code 2026-11-28T10:12:01.123Z}. */
    public static String utc(long epochMs) {
        return Instant.ofEpochMilli(epochMs).toString();
    }

    /**
     * As {@link #utc}, from the text of a time in the zone of this machine.
     *
     * @param local as {@code 2026-11-28 10:12:01.123}
     */
    public static String utcOf(String local) {
        return utc(LocalDateTime.parse(local.replace(' ', 'T'))
                .atZone(ZoneId.systemDefault())
                .toInstant()
                .toEpochMilli());
    }

    /** In the zone of this machine for people, as {@code 2026-11-28 10:12:01}. */
    public static String local(long epochMs) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(epochMs), ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace('T', ' ');
    }
}
