package io.baton.protocol.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Says in the log what was dropped, so that nothing is lost in silence. The first loss of a kind is logged at once, later
 * ones at most once a minute, together with their number. Not thread-safe.
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
     * One thing was dropped.
     *
     * @param kind what, and why: one of few texts, which is remembered
     */
    public void add(String kind) {
        String line = lineFor(kind, System.nanoTime());
        if (!line.isEmpty()) {
            // A parameter, for a pattern would be read for braces and apostrophes.
            log.log(Level.WARNING, "{0}", line);
        }
    }

    /** What to log of a loss at this time; empty if it is only counted. */
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
