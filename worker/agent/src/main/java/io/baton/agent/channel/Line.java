package io.baton.agent.channel;

import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of one line of the master's that matter here, in any order and with any white space. It goes into the
 * objects {@code msg} and {@code baton}, and over all other values. One object reads line after line; a line about a new
 * connection allocates nothing but its key, and that only if it is another one than the last time.
 */
final class Line {

    private static final int DEEPEST = 64;

    private byte[] text = {};
    private int at;
    private int end;
    private boolean wellFormed;

    private boolean handle;
    private boolean handleAnswer;
    private String act = "";
    private String key = "";
    private boolean move;
    private boolean begins;
    private long seq;
    private long ack;
    private long errno;
    private long requests;
    private long age;
    private long count;
    private long id;
    private long after;
    private long port;

    /** Reads the line. Returns whether it is one JSON object. */
    boolean read(byte[] bytes, int from, int to) {
        text = bytes;
        at = from;
        end = to;
        handle = false;
        handleAnswer = false;
        act = "";
        move = false;
        begins = false;
        seq = -1;
        ack = -1;
        errno = 0;
        requests = 0;
        age = 0;
        count = 0;
        id = 0;
        after = 0;
        port = 0;
        wellFormed = true;
        space();
        wellFormed &= at < end && text[at] == '{';
        if (wellFormed) {
            object(0, true);
            space();
        }
        return wellFormed && at == end;
    }

    private void space() {
        while (at < end && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) {
            at++;
        }
    }

    private boolean take(char expected) {
        space();
        if (at < end && text[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void object(int depth, boolean matters) {
        at++;
        if (take('}')) {
            return;
        }
        do {
            space();
            int from = at + 1;
            string();
            int to = at - 1;
            wellFormed &= take(':');
            space();
            value(from, to, depth + 1, matters);
        } while (wellFormed && take(','));
        wellFormed &= take('}');
    }

    private void string() {
        wellFormed &= at < end && text[at] == '"';
        at++;
        while (at < end && text[at] != '"') {
            at += text[at] == '\\' ? 2 : 1;
        }
        wellFormed &= at < end;
        at++;
    }

    private void value(int nameFrom, int nameTo, int depth, boolean matters) {
        wellFormed &= at < end && depth < DEEPEST;
        if (!wellFormed) {
            return;
        }
        int from = at;
        switch (text[at]) {
            case '{' ->
                object(
                        depth,
                        matters
                                && (is(nameFrom, nameTo, "msg")
                                        || is(nameFrom, nameTo, "baton")
                                        || is(nameFrom, nameTo, "sockname")));
            case '[' -> array(depth);
            case '"' -> {
                string();
                if (matters) {
                    textField(nameFrom, nameTo, from + 1, at - 1);
                }
            }
            default -> {
                while (at < end && ",}] \t\r".indexOf(text[at]) < 0) {
                    at++;
                }
                wellFormed &= at > from;
                if (matters) {
                    plainField(nameFrom, nameTo, from, at);
                }
            }
        }
    }

    private void array(int depth) {
        at++;
        if (take(']')) {
            return;
        }
        do {
            space();
            value(at, at, depth + 1, false);
        } while (wellFormed && take(','));
        wellFormed &= take(']');
    }

    private void textField(int nameFrom, int nameTo, int from, int to) {
        if (is(nameFrom, nameTo, "cmd")) {
            handle |= is(from, to, "NODE_HANDLE");
            handleAnswer |= is(from, to, "NODE_HANDLE_ACK") || is(from, to, "NODE_HANDLE_NACK");
        } else if (is(nameFrom, nameTo, "act")) {
            act = is(from, to, "newconn") ? "newconn" : string(from, to);
        } else if (is(nameFrom, nameTo, "key") && !is(from, to, key)) {
            key = string(from, to);
        }
    }

    private void plainField(int nameFrom, int nameTo, int from, int to) {
        if (is(nameFrom, nameTo, "seq")) {
            seq = number(from, to);
        } else if (is(nameFrom, nameTo, "ack")) {
            ack = number(from, to);
        } else if (is(nameFrom, nameTo, "errno")) {
            errno = is(from, to, "null") ? 0 : number(from, to);
        } else if (is(nameFrom, nameTo, "requests")) {
            requests = number(from, to);
        } else if (is(nameFrom, nameTo, "age")) {
            age = number(from, to);
        } else if (is(nameFrom, nameTo, "count")) {
            count = number(from, to);
        } else if (is(nameFrom, nameTo, "id")) {
            id = number(from, to);
        } else if (is(nameFrom, nameTo, "after")) {
            after = number(from, to);
        } else if (is(nameFrom, nameTo, "port")) {
            port = number(from, to);
        } else if (is(nameFrom, nameTo, "move")) {
            move = is(from, to, "true");
        } else if (is(nameFrom, nameTo, "begins")) {
            begins = is(from, to, "true");
        }
    }

    private boolean is(int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (text[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private long number(int from, int to) {
        boolean negative = text[from] == '-';
        long value = 0;
        for (int i = negative ? from + 1 : from; i < to; i++) {
            int digit = text[i] - '0';
            wellFormed &= digit >= 0 && digit <= 9 && value < Long.MAX_VALUE / 16;
            value = 10 * value + digit;
        }
        return negative ? -value : value;
    }

    private String string(int from, int to) {
        String raw = new String(text, from, to - from, StandardCharsets.UTF_8);
        return raw.indexOf('\\') < 0 ? raw : unescaped(raw);
    }

    private static String unescaped(String raw) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char next = raw.charAt(i);
            if (next != '\\') {
                plain.append(next);
                continue;
            }
            char kind = raw.charAt(++i);
            int special = "nrtbf".indexOf(kind);
            if (kind == 'u' && i + 4 < raw.length()) {
                plain.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                plain.append(special < 0 ? kind : "\n\r\t\b\f".charAt(special));
            }
        }
        return plain.toString();
    }

    /** Whether a descriptor belongs to the line. */
    boolean isHandle() {
        return handle;
    }

    /** Whether the line answers one that a descriptor belonged to. */
    boolean isHandleAnswer() {
        return handleAnswer;
    }

    String act() {
        return act;
    }

    /** The key; that of an earlier line if this one has none. */
    String key() {
        return key;
    }

    boolean move() {
        return move;
    }

    boolean begins() {
        return begins;
    }

    long seq() {
        return seq;
    }

    /** The number of the message that is answered; -1 if none is. */
    long ack() {
        return ack;
    }

    int errno() {
        return (int) errno;
    }

    long requests() {
        return requests;
    }

    long age() {
        return age;
    }

    int count() {
        return (int) Math.min(count, Integer.MAX_VALUE);
    }

    long id() {
        return id;
    }

    long after() {
        return after;
    }

    int port() {
        return (int) port;
    }
}
