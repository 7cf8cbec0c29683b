package io.baton.protocol.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Logs what was dropped, so that no loss is silent. The first loss of a kind is logged at once, later ones at most once a
 * minute with their number. Not thread-safe.
 */
public final class Losses {

    private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Logger log;
    private final Map<String, Loss> losses = new HashMap<>();

    private static final class Loss {
        long loggedAtNanos;
        long unlogged;
    }

    /** Nothing lost yet. */
    public Losses(Logger log) {
        this.log = log;
    }

    /**
     * Counts one loss.
     *
     * @param kind what was dropped and why. It is kept, so there must be few different texts
     */
    public void add(String kind) {
        String line = lineFor(kind, System.nanoTime());
        if (!line.isEmpty()) {
            // A parameter: a pattern would be searched for braces and apostrophes.
            log.log(Level.WARNING, "{0}", line);
        }
    }

    /** The line to log for a loss at this time; empty if it is only counted. */
    String lineFor(String kind, long nowNanos) {
        Loss loss = losses.get(kind);
        if (loss == null) {
            loss = new Loss();
            losses.put(kind, loss);
        } else if (nowNanos - loss.loggedAtNanos < EVERY_NANOS) {
            loss.unlogged++;
            return "";
        }
        String line = loss.unlogged == 0 ? kind : kind + " (and " + loss.unlogged + " more since the last line)";
        loss.loggedAtNanos = nowNanos;
        loss.unlogged = 0;
        return line;
    }
}
