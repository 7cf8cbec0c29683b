package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.handler.codec.DateFormatter;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Date;
import java.util.function.LongSupplier;

/** The value of the Date field, formatted once a second. Belongs to one thread: each event loop has its own. */
final class DateHeader {
    private static final FastThreadLocal<DateHeader> CURRENT = new FastThreadLocal<>() {
        @Override
        protected DateHeader initialValue() {
            return new DateHeader(System::currentTimeMillis);
        }
    };

    private final LongSupplier clockMs;

    private long second = Long.MIN_VALUE;
    private byte[] value = {};

    DateHeader(LongSupplier clockMs) {
        this.clockMs = clockMs;
    }

    /** The calling thread's own. */
    static DateHeader current() {
        return CURRENT.get();
    }

    /** The date of now as an IMF-fixdate, 29 bytes. Not to be changed. */
    @SuppressWarnings("JavaUtilDate") // java.time's formatter costs a starting worker milliseconds
    byte[] value() {
        long now = Math.floorDiv(clockMs.getAsLong(), 1000L);
        if (now != second) {
            second = now;
            value = DateFormatter.format(new Date(now * 1000)).getBytes(US_ASCII);
        }
        return value;
    }
}
