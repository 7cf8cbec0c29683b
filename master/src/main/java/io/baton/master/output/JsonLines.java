package io.baton.master.output;

import io.baton.protocol.log.LogLine;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/**
 * Each line as one JSON object: {@code {"time":"2026-11-28T10:12:01.123Z","app":"api","slot":1,"pid":4711,"stream":"out",
 * "message":"..."}}. Bytes that are no UTF-8 become U+FFFD.
 *
 * @param wallClockMs the time of day
 */
record JsonLines(String app, int slot, int pid, Printed which, LongSupplier wallClockMs) implements LineStyle {

    private static final String HEX = "0123456789abcdef";

    @Override
    public PrefixedLines style(byte[] lines) {
        String text = new String(lines, StandardCharsets.UTF_8);
        StringBuilder json = new StringBuilder(text.length() + 128);
        String head = "{\"time\":\"" + LogLine.utcText(wallClockMs.getAsLong()) + "\",\"app\":\"" + app + "\",\"slot\":"
                + slot + ",\"pid\":" + pid + ",\"stream\":\"" + which.word() + "\",\"message\":\"";
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            json.append(head);
            escape(text, start, end > start && text.charAt(end - 1) == '\r' ? end - 1 : end, json);
            json.append("\"}\n");
            start = end + 1;
        }
        return new PrefixedLines(PrefixedLines.NO_PREFIX, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void escape(String text, int start, int end, StringBuilder json) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                json.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
            } else {
                json.append(c);
            }
        }
    }
}
