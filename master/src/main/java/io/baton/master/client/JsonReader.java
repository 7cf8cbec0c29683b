package io.baton.master.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of an answer into maps, lists, strings, numbers, booleans and null, as
 * {@link io.baton.protocol.message.ValueCodec} does. Jackson would load 75 classes for it, which is a third of the time that
 * {@code list} takes.
 */
final class JsonReader {

    private static final int DEEPEST = 200;
    private static final int HEX = 16;

    private final String text;

    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads one document.
     *
     * @throws IllegalArgumentException if it is not JSON
     */
    static @Nullable Object read(String text) {
        JsonReader reader = new JsonReader(text);
        @Nullable Object value = reader.value();
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw reader.wrong();
        }
        return value;
    }

    private @Nullable Object value() {
        skipSpace();
        char c = peek();
        if (c == '{') {
            return object();
        } else if (c == '[') {
            return array();
        } else if (c == '"') {
            return string();
        } else if (c == 't') {
            return word("true", true);
        } else if (c == 'f') {
            return word("false", false);
        } else if (c == 'n') {
            return word("null", null);
        }
        return number();
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        enter();
        for (boolean first = true; !ends('}'); first = false) {
            comma(first);
            skipSpace();
            String name = string();
            skipSpace();
            expect(':');
            fields.put(name, value());
        }
        depth--;
        return fields;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> elements = new ArrayList<>();
        enter();
        for (boolean first = true; !ends(']'); first = false) {
            comma(first);
            elements.add(value());
        }
        depth--;
        return elements;
    }

    private void enter() {
        at++;
        if (++depth > DEEPEST) {
            throw wrong();
        }
    }

    private boolean ends(char end) {
        skipSpace();
        boolean ends = peek() == end;
        at += ends ? 1 : 0;
        return ends;
    }

    private void comma(boolean first) {
        if (!first) {
            expect(',');
        }
    }

    private String string() {
        expect('"');
        int start = at;
        while (peek() != '"' && peek() != '\\') {
            requirePrintable();
            at++;
        }
        if (peek() == '"') {
            return text.substring(start, at++);
        }
        StringBuilder decoded = new StringBuilder(text.substring(start, at));
        for (char c = peek(); c != '"'; c = peek()) {
            requirePrintable();
            at++;
            decoded.append(c == '\\' ? escaped() : c);
        }
        at++;
        return decoded.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '"', '\\', '/' -> c;
            case 'u' -> hexadecimal();
            default -> throw wrong();
        };
    }

    private char hexadecimal() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), HEX);
            if (digit < 0) {
                throw wrong();
            }
            value = HEX * value + digit;
            at++;
        }
        return (char) value;
    }

    private void requirePrintable() {
        if (peek() < ' ') {
            throw wrong();
        }
    }

    private Number number() {
        int start = at;
        boolean whole = true;
        while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
            char c = text.charAt(at++);
            whole &= c == '-' || (c >= '0' && c <= '9');
        }
        String digits = text.substring(start, at);
        try {
            if (!whole) {
                return Double.valueOf(digits);
            }
            long value = Long.parseLong(digits);
            if (value == (int) value) {
                return (int) value;
            }
            return value;
        } catch (NumberFormatException e) {
            at = start;
            throw wrong();
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong();
        }
        at += word.length();
        return value;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong();
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("not JSON at character " + (at + 1));
    }
}
