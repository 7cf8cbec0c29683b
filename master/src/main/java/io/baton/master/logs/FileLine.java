package io.baton.master.logs;

import io.baton.protocol.message.ValueCodec;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of a log file, taken apart.
 *
 * @param slot that printed it; {@link LogSource#SHARED} if it does not say
 * @param time as it stands there; null if it has none
 * @param message what was printed
 */
record FileLine(int slot, @Nullable String time, String message) {

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}";

    /** Understands each format that a daemon writes, since the files may be older than its settings. */
    static FileLine of(LogSource source, String line) {
        if (line.startsWith("{\"time\":\"")) {
            FileLine json = ofJson(source, line);
            if (json != null) {
                return json;
            }
        }
        Matcher prefixed = Pattern.compile(
                        "(?:(" + TIME + ") )?" + Pattern.quote(source.app()) + ":(\\d{1,9}) \\| (.*)", Pattern.DOTALL)
                .matcher(line);
        return prefixed.matches()
                ? new FileLine(Integer.parseInt(prefixed.group(2)), prefixed.group(1), prefixed.group(3))
                : new FileLine(source.slot(), null, line);
    }

    private static @Nullable FileLine ofJson(LogSource source, String line) {
        try {
            if (ValueCodec.decode(line) instanceof Map<?, ?> fields
                    && source.app().equals(fields.get("app"))
                    && fields.get("slot") instanceof Number slot
                    && fields.get("message") instanceof String message) {
                return new FileLine(slot.intValue(), String.valueOf(fields.get("time")), message);
            }
        } catch (IllegalArgumentException e) {
            // The program printed something that looks like it.
        }
        return null;
    }
}
