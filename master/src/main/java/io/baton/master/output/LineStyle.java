package io.baton.master.output;

import io.baton.master.config.LogFormat;
import io.baton.protocol.log.LogLine;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/** How the lines of one worker stand where they are written. Immutable. */
interface LineStyle {

    /** These lines, which are whole and have their ends, in this style. Takes the array over. */
    PrefixedLines style(byte[] lines);

    /** Lines with the same text before each of them. */
    static LineStyle prefixed(String prefix) {
        byte[] bytes = prefix.getBytes(StandardCharsets.UTF_8);
        return lines -> new PrefixedLines(bytes, lines);
    }

    /** Lines with the time at which they were read, and another text, before each of them. */
    static LineStyle timed(String prefix, LongSupplier wallClockMs) {
        return lines -> new PrefixedLines(
                (LogLine.timeText(wallClockMs.getAsLong()) + " " + prefix).getBytes(StandardCharsets.UTF_8), lines);
    }

    /**
     * Lines in a file.
     *
     * @param pid of the worker
     */
    static LineStyle inFile(LogFormat format, boolean times, String app, int slot, int pid, Printed which) {
        if (format == LogFormat.JSON) {
            return new JsonLines(app, slot, pid, which, LogLine::wallClockMs);
        }
        String prefix = format == LogFormat.RAW ? "" : app + ":" + slot + " | ";
        return times ? timed(prefix, LogLine::wallClockMs) : prefixed(prefix);
    }
}
