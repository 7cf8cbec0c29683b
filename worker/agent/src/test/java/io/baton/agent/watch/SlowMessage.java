package io.baton.agent.watch;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a message the plain way, from text that begins with it. The slow half of a comparison. */
final class SlowMessage {

    private static final Pattern REQUEST = Pattern.compile("([!-~]{1,24}) [^\\x00- ]+ HTTP/1\\.([01])");
    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.([01]) ([0-9]{3})( .*)?", Pattern.DOTALL);
    private static final Pattern LENGTH = Pattern.compile("[ \\t]*([0-9]+)[ \\t]*");
    private static final Pattern SIZE = Pattern.compile("([0-9a-fA-F]+)(;.*)?", Pattern.DOTALL);
    private static final BigInteger LONGEST = BigInteger.ONE.shiftLeft(52);

    boolean strange;
    boolean headComplete;
    boolean complete;
    boolean endless;
    boolean interim;
    boolean last;
    boolean old;
    String method = "";
    int status;
    int end;

    private int lengths;
    private long length = -1;
    private @Nullable String encodings;
    private String options = "";

    /** Reads what is there of the message. */
    SlowMessage(String text, boolean request, boolean toHead) {
        int headEnd = text.indexOf("\r\n\r\n");
        int linesEnd = headEnd < 0 ? text.length() : headEnd + 4;
        if (hasBareEnd(text.substring(0, linesEnd))) {
            strange = true;
        }
        if (headEnd < 0) {
            return;
        }
        headComplete = true;
        end = headEnd + 4;
        String[] lines = text.substring(0, headEnd).split("\r\n", -1);
        startLine(lines[0], request);
        for (int i = 1; i < lines.length && !strange; i++) {
            field(lines[i]);
        }
        strange |= lengths > 1 || (encodings != null && lengths > 0);
        if (strange) {
            return;
        }
        last = has(options, "close") || (old && !has(options, "keep-alive"));
        frame(text, request, toHead);
    }

    static boolean hasBareEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            boolean feed = text.charAt(i) == '\n' && (i == 0 || text.charAt(i - 1) != '\r');
            boolean isReturn = text.charAt(i) == '\r' && i + 1 < text.length() && text.charAt(i + 1) != '\n';
            if (feed || isReturn) {
                return true;
            }
        }
        return false;
    }

    private void startLine(String line, boolean request) {
        Matcher match = (request ? REQUEST : ANSWER).matcher(line);
        if (!match.matches()) {
            strange = true;
        } else if (request) {
            method = match.group(1);
            old = match.group(2).equals("0");
        } else {
            old = match.group(1).equals("0");
            status = Integer.parseInt(match.group(2));
            strange = status < 100 || (line.length() == 13 && line.endsWith("\r"));
        }
    }

    private void field(String line) {
        if (line.isEmpty() || " \t:\r".indexOf(line.charAt(0)) >= 0) {
            strange = true;
            return;
        }
        String lower = line.toLowerCase(Locale.ROOT);
        for (String name : new String[] {"content-length", "transfer-encoding", "connection"}) {
            if (lower.startsWith(name)) {
                String rest = line.substring(name.length());
                if (rest.isEmpty() || " \t\r".indexOf(rest.charAt(0)) >= 0) {
                    strange = true;
                } else if (rest.charAt(0) == ':') {
                    field(name, rest.substring(1));
                }
            }
        }
    }

    private void field(String name, String value) {
        switch (name) {
            case "content-length" -> {
                lengths++;
                Matcher match = LENGTH.matcher(value);
                if (match.matches() && new BigInteger(match.group(1)).compareTo(LONGEST) <= 0) {
                    length = Long.parseLong(match.group(1).replaceFirst("^0+(?=.)", ""));
                } else {
                    strange = true;
                }
            }
            case "transfer-encoding" -> {
                encodings = encodings == null ? value : encodings + "," + value;
                strange |= value.contains("\r");
            }
            default -> {
                options += "," + value;
                strange |= value.contains("\r");
            }
        }
    }

    private static boolean has(String list, String word) {
        for (String one : list.split(",", -1)) {
            if (trim(one).equalsIgnoreCase(word)) {
                return true;
            }
        }
        return false;
    }

    private static String trim(String word) {
        return word.replaceAll("^[ \\t]+|[ \\t]+$", "");
    }

    private void frame(String text, boolean request, boolean toHead) {
        if (!request && status < 200) {
            interim = true;
            strange = status == 101;
            complete = true;
        } else if (!request && (toHead || status == 204 || status == 304)) {
            complete = true;
        } else if (encodings != null) {
            String[] words = encodings.split(",", -1);
            String lastWord = "";
            int count = 0;
            for (String word : words) {
                if (!trim(word).isEmpty()) {
                    lastWord = trim(word);
                    count++;
                }
            }
            boolean chunked = lastWord.equalsIgnoreCase("chunked");
            strange = old || (request && (count != 1 || !chunked));
            if (!strange && chunked) {
                chunks(text);
            } else if (!strange) {
                endless = true;
            }
        } else if (length >= 0) {
            complete = text.length() - end >= length;
            end += complete ? (int) length : 0;
        } else {
            complete = request;
            endless = !request;
        }
    }

    private void chunks(String text) {
        int at = end;
        while (true) {
            int feed = text.indexOf('\n', at);
            if (feed < 0) {
                return;
            }
            if (hasBareEnd(text.substring(at, feed + 1))) {
                strange = true;
                return;
            }
            Matcher match = SIZE.matcher(text.substring(at, feed - 1));
            if (!match.matches() || new BigInteger(match.group(1), 16).compareTo(LONGEST) > 0) {
                strange = true;
                return;
            }
            long size = Long.parseLong(match.group(1), 16);
            at = feed + 1;
            if (size == 0) {
                trailers(text, at);
                return;
            }
            if (text.length() - at < size + 2) {
                return;
            }
            at += (int) size + 2;
            if (text.charAt(at - 2) != '\r' || text.charAt(at - 1) != '\n') {
                strange = true;
                return;
            }
        }
    }

    private void trailers(String text, int from) {
        int at = from;
        while (true) {
            int feed = text.indexOf('\n', at);
            if (feed < 0) {
                return;
            }
            if (hasBareEnd(text.substring(at, feed + 1))) {
                strange = true;
                return;
            }
            String line = text.substring(at, feed - 1);
            at = feed + 1;
            if (line.isEmpty()) {
                complete = true;
                end = at;
                return;
            }
            if (" \t\r".indexOf(line.charAt(0)) >= 0) {
                strange = true;
                return;
            }
        }
    }
}
