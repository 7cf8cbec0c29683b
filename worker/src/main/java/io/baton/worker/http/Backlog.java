package io.baton.worker.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes that all connections together keep for slow clients: requests not decoded yet, incomplete heads, and
 * answers not read yet. Each connection has limits of its own. This limit is for many slow clients, which together
 * could fill the memory and so end the worker. Safe to use from any thread.
 */
final class Backlog {
    private static final int PARTS = 5;

    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    /**
     * An empty backlog.
     *
     * @param most how many bytes it may keep, give or take the last change
     */
    Backlog(long most) {
        this.most = most;
    }

    /**
     * A fifth of the heap. With it and with the third for idle connections the old generation does not fill up, and the
     * collector keeps up with many hostile clients.
     */
    static Backlog ofThisProcess() {
        return new Backlog(Runtime.getRuntime().maxMemory() / PARTS);
    }

    /** A connection keeps so many bytes more, or fewer. Returns whether the sum is still within bounds. */
    boolean change(long by) {
        return bytes.addAndGet(by) <= most;
    }

    /** The share of one connection. Owned by the connection's event loop. */
    final class Share {
        private long kept;

        /** The connection keeps so many bytes now. Returns whether it may. */
        boolean keeps(long now) {
            long by = now - kept;
            if (by == 0) {
                return true;
            }
            kept = now;
            return change(by) || by < 0;
        }
    }
}
