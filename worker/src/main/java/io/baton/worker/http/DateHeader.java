package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.util.concurrent.FastThreadLocal;
import java.time.LocalDate;
import java.util.function.LongSupplier;

/** The value of the Date field, formatted once a second. Owned by one thread; each event loop has its own. */
final class DateHeader {
    private static final FastThreadLocal<DateHeader> CURRENT = new FastThreadLocal<>() {
        @Override
        protected DateHeader initialValue() {
            return new DateHeader(System::currentTimeMillis);
        }
    };

    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final long SECONDS_A_DAY = 24 * 60 * 60;

    private final LongSupplier clockMs;

    private long second = Long.MIN_VALUE;
    private byte[] value = {};

    DateHeader(LongSupplier clockMs) {
        this.clockMs = clockMs;
    }

    /** The calling thread's instance. */
    static DateHeader current() {
        return CURRENT.get();
    }

    /** The current date as an IMF-fixdate, 29 bytes. Must not be changed. */
    byte[] value() {
        long now = Math.floorDiv(clockMs.getAsLong(), 1000L);
        if (now != second) {
            second = now;
            value = format(now).getBytes(US_ASCII);
        }
        return value;
    }

    /**
     * Written by hand, because the formatters of the JDK and of Netty load calendars and locales, which takes a
     * starting worker 30 ms.
     */
    private static String format(long epochSecond) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(epochSecond, SECONDS_A_DAY));
        int seconds = (int) Math.floorMod(epochSecond, SECONDS_A_DAY);
        return three(DAYS, day.getDayOfWeek().getValue()) + ", " + two(day.getDayOfMonth()) + " "
                + three(MONTHS, day.getMonthValue()) + " " + day.getYear() + " "
                + two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60) + " GMT";
    }

    /** The name with this number, counted from 1. */
    private static String three(String names, int number) {
        return names.substring(3 * (number - 1), 3 * number);
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : "" + number;
    }
}
