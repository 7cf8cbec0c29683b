package io.baton.master.control;

import io.baton.protocol.message.ValueCodec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client asks of the master: one line of JSON, as {@code {"v":1,"request":"snapshot"}}. */
sealed interface Request {

    /** The version of the words that both sides use. */
    int VERSION = 1;

    /** Asks for the state of everything. */
    record Snapshot() implements Request {}

    /**
     * Asks for all events from a number on: those that the master still has, then each one when it happens.
     *
     * @param since {@code >= 0}
     */
    record Events(long since) implements Request {}

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is no request; the message tells the client why
     */
    static Request read(String line) {
        if (!(ValueCodec.decode(line) instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("expected: {\"v\":1,\"request\":\"snapshot\"}");
        }
        if (!Integer.valueOf(VERSION).equals(fields.get("v"))) {
            throw new IllegalArgumentException("v: " + fields.get("v") + " (expected: " + VERSION + ")");
        }
        Object name = fields.get("request");
        if ("snapshot".equals(name)) {
            return new Snapshot();
        } else if ("events".equals(name)) {
            return new Events(since(fields.get("since")));
        }
        throw new IllegalArgumentException("request: " + name + " (expected: snapshot or events)");
    }

    private static long since(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        boolean counts = value instanceof Integer || value instanceof Long;
        if (!counts || ((Number) value).longValue() < 0) {
            throw new IllegalArgumentException("since: " + value + " (expected: a whole number from 0 on)");
        }
        return ((Number) value).longValue();
    }
}
