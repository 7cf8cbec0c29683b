package io.baton.agent.watch;

import java.util.Comparator;

/** Puts the connection first on which nothing moved for longest. */
final class ByQuiet implements Comparator<Connection> {

    private final long nowNanos;

    ByQuiet(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    @Override
    public int compare(Connection one, Connection other) {
        return Long.compare(other.quietNanos(nowNanos), one.quietNanos(nowNanos));
    }
}
