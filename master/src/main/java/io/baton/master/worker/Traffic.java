package io.baton.master.worker;

import io.baton.master.dispatch.Connection;
import io.baton.master.dispatch.Target;
import io.baton.master.dispatch.Window;
import io.baton.protocol.Message;

/** What one worker was sent, what of it it has taken, and how busy it says it is. The conductor's. */
final class Traffic {

    private Window window;
    private boolean hasFreeThread = true;
    private int openAsSaid = Target.UNKNOWN;
    private int acceptedSince;
    private long accepted;
    private long requests = Message.Stats.NOT_COUNTED;
    private boolean wasUsed;
    private long usedAtNanos;

    /**
     * None yet.
     *
     * @param windowSize how many connections may be on their way to it
     */
    Traffic(int windowSize) {
        window = new Window(windowSize);
    }

    /** It has said more about itself than a process that was only started; nothing was sent yet. */
    void resize(int windowSize) {
        window = new Window(windowSize);
    }

    Window window() {
        return window;
    }

    void sent(long seq, Connection connection, long nowNanos) {
        window.add(seq, connection, nowNanos);
        used(nowNanos);
    }

    /** It has taken one. */
    void accepted(long nowNanos) {
        acceptedSince++;
        accepted++;
        used(nowNanos);
    }

    /** For how long nothing was on its way to it and nothing came; 0 while something is. */
    long quietNanos(long nowNanos) {
        return !window.isEmpty() ? 0 : wasUsed ? nowNanos - usedAtNanos : Long.MAX_VALUE;
    }

    private void used(long nowNanos) {
        wasUsed = true;
        usedAtNanos = nowNanos;
    }

    /** Whether it ever took one. */
    boolean hasAccepted() {
        return accepted > 0;
    }

    void said(Message.Stats stats) {
        hasFreeThread = stats.threads() == 0 || stats.hasFreeThread();
        openAsSaid = stats.open();
        acceptedSince = 0;
        requests = stats.requests();
    }

    boolean hasFreeThread() {
        return hasFreeThread;
    }

    /** What it said last, and what it was sent since; it says its accepted connections before its stats. */
    int open() {
        return openAsSaid == Target.UNKNOWN ? Target.UNKNOWN : openAsSaid + acceptedSince + window.size();
    }

    /** Requests that it has answered, as it said last; of an application that does not count, connections it accepted. */
    long served() {
        return requests == Message.Stats.NOT_COUNTED ? accepted : requests;
    }
}
