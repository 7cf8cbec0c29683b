package io.baton.master.it.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One answer as it came.
 *
 * @param status of the status line
 * @param head status line and header fields, with the empty line
 * @param body as long as Content-Length says; empty if the answer was to HEAD
 */
record RawAnswer(int status, String head, String body) {

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2}) [^\r\n]*\r\n");
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *([0-9]+)\r\n");

    /**
     * The answers that these bytes begin with. An answer to HEAD is told by what follows its head: nothing, or the next
     * answer.
     *
     * @throws AssertionError at what is no answer
     */
    static List<RawAnswer> parse(String bytes) {
        List<RawAnswer> answers = new ArrayList<>();
        int from = 0;
        int endOfHead = bytes.indexOf("\r\n\r\n", from) + 4;
        while (endOfHead >= 4) {
            String head = bytes.substring(from, endOfHead);
            boolean hasBody = endOfHead < bytes.length() && !bytes.startsWith("HTTP/1.", endOfHead);
            int end = endOfHead + (hasBody ? length(head) : 0);
            if (end > bytes.length()) {
                break;
            }
            answers.add(new RawAnswer(status(head), head, bytes.substring(endOfHead, end)));
            from = end;
            endOfHead = bytes.indexOf("\r\n\r\n", from) + 4;
        }
        return answers;
    }

    /** The values of the fields of this name, in order. */
    List<String> fields(String name) {
        List<String> values = new ArrayList<>();
        for (String line : head.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                values.add(line.substring(name.length() + 1).trim());
            }
        }
        return values;
    }

    private static int status(String head) {
        Matcher line = STATUS_LINE.matcher(head);
        if (!line.lookingAt()) {
            throw new AssertionError("no status line: " + head);
        }
        return Integer.parseInt(line.group(1));
    }

    private static int length(String head) {
        Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }
}
