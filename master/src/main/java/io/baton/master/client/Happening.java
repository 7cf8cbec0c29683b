package io.baton.master.client;

import org.jspecify.annotations.Nullable;

/**
 * One event of the daemon.
 *
 * @param ms since the daemon's start
 * @param atMs since 1970
 * @param type as {@code worker.state}
 * @param app empty if it is about no application
 * @param level {@code INFO}, {@code WARNING} ...
 * @param event its parts
 */
public record Happening(
        long seq, long ms, long atMs, String type, String app, String level, String text, @Nullable Fields event) {

    /** Reads one answer to the request {@code events}. */
    public static Happening of(Fields answer) {
        return new Happening(
                answer.number("seq", 0),
                answer.number("ms", 0),
                answer.number("atMs", 0),
                answer.text("type"),
                answer.text("app"),
                answer.text("level"),
                answer.text("text"),
                answer.object("event"));
    }
}
