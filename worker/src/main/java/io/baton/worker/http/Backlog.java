package io.baton.worker.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections together keep for clients that are slow: requests that nobody has looked at, heads that are not
 * whole, answers that are not read. Each connection's part has its own limits; this one is for many such clients, who could
 * otherwise fill the memory and so end the worker. Safe to use from any thread.
 */
final class Backlog {
    private static final int PARTS = 5;

    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    /** Empty, and never much over so many bytes. */
    Backlog(long most) {
        this.most = most;
    }

    /**
     * A fifth of the heap. With it, and with the third that idle connections may take, the old generation is not full, and
     * the collector keeps up while many clients do their worst.
     */
    static Backlog ofThisProcess() {
        return new Backlog(Runtime.getRuntime().maxMemory() / PARTS);
    }

    /** A connection keeps so many bytes more, or fewer. Returns whether that is still within bounds. */
    boolean change(long by) {
        return bytes.addAndGet(by) <= most;
    }

    /** The part of one connection. Belongs to its event loop. */
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
