package io.baton.master.exposition;

/** Reads one line from left to right. One thread at a time. */
final class LineCursor {

    private final String text;
    private final int number;
    private final int start;
    private final int end;
    private final ExpositionLimits limits;

    private int at;

    /**
     * At the beginning of a line.
     *
     * @param number of the line, from 1
     * @param start of the line in the text
     * @param end of the line, without its end
     */
    LineCursor(String text, int number, int start, int end, ExpositionLimits limits) {
        this.text = text;
        this.number = number;
        this.start = start;
        this.end = end;
        this.limits = limits;
        this.at = start;
    }

    /** Another cursor, at the same place. */
    LineCursor copy() {
        LineCursor copy = new LineCursor(text, number, start, end, limits);
        copy.at = at;
        return copy;
    }

    int number() {
        return number;
    }

    boolean isAtEnd() {
        return at == end;
    }

    /** The next character; a line feed at the end of the line. */
    char peek() {
        return at < end ? text.charAt(at) : '\n';
    }

    /** Goes past this character if it is next. */
    boolean skip(char c) {
        boolean next = at < end && text.charAt(at) == c;
        if (next) {
            at++;
        }
        return next;
    }

    /** Goes past spaces and tabs. Returns whether there was one. */
    boolean skipBlanks() {
        int from = at;
        while (at < end && isBlank(text.charAt(at))) {
            at++;
        }
        return at > from;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** The name of a metric. */
    String metricName() throws ExpositionException {
        return name("the name of a metric", true);
    }

    /** The name of a label. */
    String labelName() throws ExpositionException {
        return name("the name of a label", false);
    }

    private String name(String what, boolean colons) throws ExpositionException {
        int from = at;
        while (at < end && isOfName(text.charAt(at), at > from, colons)) {
            at++;
        }
        if (at == from) {
            throw wrong(what);
        }
        return limited(text.substring(from, at), limits.name(), "a name");
    }

    private static boolean isOfName(char c, boolean inside, boolean colons) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (colons && c == ':')
                || (inside && c >= '0' && c <= '9');
    }

    /** Everything up to the next blank or the end; may be empty. */
    String word() {
        int from = at;
        while (at < end && !isBlank(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    /** Everything up to the end, with its escapes. */
    String rest() throws ExpositionException {
        String rest = text.substring(at, end);
        at = end;
        return limited(rest, limits.value(), "a text");
    }

    /** A label's value in quotes, as it stands, with its escapes. */
    String quotedValue() throws ExpositionException {
        if (!skip('"')) {
            throw wrong("the value of a label in double quotes");
        }
        int from = at;
        while (peek() != '"') {
            if (isAtEnd()) {
                throw wrong("the end of a label's value, a double quote");
            } else if (skip('\\') && peek() != '\\' && peek() != '"' && peek() != 'n') {
                at--;
                throw wrong("an escape \\\\, \\\" or \\n");
            }
            at++;
        }
        String value = text.substring(from, at);
        at++;
        return limited(value, limits.value(), "the value of a label");
    }

    private String limited(String found, int most, String what) throws ExpositionException {
        if (found.length() > most) {
            throw new ExpositionException(number, found.length() + " characters in " + what, "at most " + most);
        }
        return found;
    }

    /** What is wrong here: something else was expected. */
    ExpositionException wrong(String expected) {
        String found = isAtEnd() ? "the end of the line" : ExpositionException.quoted(text.substring(at, end));
        return new ExpositionException(
                number,
                found + (at == start ? "" : " behind " + ExpositionException.quoted(text.substring(start, at))),
                expected);
    }
}
