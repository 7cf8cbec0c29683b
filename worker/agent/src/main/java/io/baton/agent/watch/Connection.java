package io.baton.agent.watch;

import java.util.concurrent.TimeUnit;
import sun.nio.ch.NativeBytes;

/**
 * One connection that the server has accepted. Its lock is held for the bookkeeping around a read or write, never during it.
 */
final class Connection {

    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What moved last may be a request, which the server works on. */
    private static final int PATIENCE_WITH_SERVER = 5;

    private static final int IOVEC = 2 * Long.BYTES;

    private final int fd;
    private final String key;
    private final long id;
    private final long earlierRequests;
    private final long acceptedNanos;
    private final Exchange exchange = new Exchange();

    private int inside;
    private long activeNanos;
    private boolean clientSpokeLast;
    private boolean ended;
    private boolean inputEnded;
    private boolean cut;
    private boolean gone;

    /** A connection as it was handed over. An empty key is that of one that the server has accepted itself. */
    Connection(int fd, String key, long id, long requests, long ageMs, boolean observe) {
        this.fd = fd;
        this.key = key;
        this.id = id;
        earlierRequests = requests;
        activeNanos = System.nanoTime();
        acceptedNanos = activeNanos - TimeUnit.MILLISECONDS.toNanos(ageMs);
        if (!observe) {
            exchange.becomeOpaque("connections are not observed");
        }
    }

    int fd() {
        return fd;
    }

    String key() {
        return key;
    }

    long id() {
        return id;
    }

    /** A thread is about to read or write. Returns false if the connection is not this worker's. */
    synchronized boolean enter() {
        if (!gone) {
            inside++;
        }
        return !gone;
    }

    /** As {@link #enter}, for a read: an idle connection goes first if the worker leaves. */
    synchronized boolean enterRead(Returns returns) {
        return !goIfIdle(returns) && enter();
    }

    /** The thread has read. */
    synchronized void hasRead(long address, long count) {
        inside--;
        if (count > 0) {
            clientSpoke();
            exchange.received(address, count);
        } else if (count < 0) {
            exchange.ends();
            clientSpokeLast = false;
        }
    }

    /** The thread has read into several buffers. */
    synchronized void hasReadParts(long vector, int parts, long count) {
        if (count <= 0) {
            hasRead(0, count);
            return;
        }
        inside--;
        clientSpoke();
        long left = count;
        for (int i = 0; left > 0 && i < parts; i++) {
            long part = Math.min(left, lengthOf(vector, i));
            exchange.received(addressOf(vector, i), part);
            left -= part;
        }
    }

    private void clientSpoke() {
        activeNanos = System.nanoTime();
        clientSpokeLast = true;
    }

    /** The thread has written. Returns how many requests that answered. */
    synchronized int hasWritten(long address, long count, Returns returns) {
        long before = exchange.answered();
        if (serverSpoke(count)) {
            exchange.sent(address, count);
        }
        return answeredSince(before, returns);
    }

    /** The thread has written from several buffers. Returns as above. */
    synchronized int hasWrittenParts(long vector, int parts, long count, Returns returns) {
        long before = exchange.answered();
        if (serverSpoke(count)) {
            long left = count;
            for (int i = 0; left > 0 && i < parts; i++) {
                long part = Math.min(left, lengthOf(vector, i));
                exchange.sent(addressOf(vector, i), part);
                left -= part;
            }
        }
        return answeredSince(before, returns);
    }

    /** The thread has sent a file. Returns as above. */
    synchronized int hasSentFile(long count, Returns returns) {
        long before = exchange.answered();
        if (serverSpoke(count)) {
            exchange.sentUnseen(count);
        }
        return answeredSince(before, returns);
    }

    private int answeredSince(long before, Returns returns) {
        boolean unused = goIfIdle(returns);
        return (int) (exchange.answered() - before);
    }

    private boolean serverSpoke(long count) {
        inside--;
        if (count > 0) {
            activeNanos = System.nanoTime();
            clientSpokeLast = false;
        }
        return count > 0;
    }

    private static long addressOf(long vector, int part) {
        return NativeBytes.wordAt(vector + (long) IOVEC * part);
    }

    private static long lengthOf(long vector, int part) {
        return NativeBytes.wordAt(vector + (long) IOVEC * part + Long.BYTES);
    }

    /** The server ends a direction. Returns false if the connection is not this worker's. */
    synchronized boolean shutsDown(boolean output, Returns returns) {
        if (goIfIdle(returns) || gone) {
            return false;
        }
        exchange.ends();
        ended |= output;
        return true;
    }

    /** The server closes its descriptor. */
    synchronized void closes(Returns returns) {
        boolean unused = goIfIdle(returns);
        gone = true;
    }

    private boolean goIfIdle(Returns returns) {
        return returns.areWanted() && isIdle() && leave(returns);
    }

    /** Gives the connection back if it is idle. Returns whether it is gone, or could not go for its own sake. */
    synchronized boolean leaveIfIdle(Returns returns) {
        return !isIdle() || leave(returns) || exchange.isOpaque();
    }

    private boolean leave(Returns returns) {
        switch (returns.give(this)) {
            case GIVEN -> gone = true;
            case NO_SOCKET -> exchange.becomeOpaque("its socket is closed");
            case NOT_NOW -> {}
        }
        return gone;
    }

    private boolean isIdle() {
        return !key.isEmpty() && inside == 0 && !gone && !ended && !inputEnded && !cut && exchange.isAtBoundary();
    }

    /** Whether it could be given back now. */
    synchronized boolean canLeave() {
        return isIdle();
    }

    /**
     * Has the server end the connection if it might last for ever, by the end of what the client sends: what the protocol has
     * for a farewell can still be sent. Not in the middle of a message, as far as silence shows that.
     *
     * @param silenceNanos for how long nothing moves between two messages
     * @return whether this was done now
     */
    synchronized boolean askToEnd(Sockets sockets, long silenceNanos, long nowNanos) {
        boolean mayBeAsked = clientSpokeLast || exchange.isHttp2();
        long silence = mayBeAsked ? PATIENCE_WITH_SERVER * silenceNanos : silenceNanos;
        if (gone || cut || inputEnded || !exchange.mayLastForEver() || nowNanos - activeNanos < silence) {
            return false;
        }
        if (exchange.isBetweenChunks()) {
            // Its server does not read.
            return cut(sockets);
        }
        inputEnded = !exchange.isRunning();
        if (inputEnded) {
            sockets.endInput(fd);
        }
        return inputEnded;
    }

    /** Ends the connection if it might last for ever. Returns whether nothing had ended it. */
    synchronized boolean cut(Sockets sockets) {
        if (gone || cut || !exchange.mayLastForEver()) {
            return false;
        }
        cut = true;
        sockets.shutDown(fd);
        return !inputEnded;
    }

    /** Adds itself to the counts. */
    synchronized void count(Counts counts, long nowNanos) {
        counts.add(gone, isBusy(nowNanos), !cut && exchange.isRunning(), exchange.isOpaque());
    }

    /** Whether closing it now would harm, or probably harm, its client. */
    synchronized boolean isBusy(long nowNanos) {
        if (gone || cut || exchange.isRunning()) {
            return !gone && !cut;
        }
        boolean recently = nowNanos - activeNanos < QUIET_NANOS;
        if (exchange.isOpaque()) {
            return !ended && (clientSpokeLast || inputEnded || recently);
        }
        return recently && (exchange.isFixed() || exchange.isHalfRead());
    }

    /** What is known of it, for the master. */
    synchronized Description describe(Sockets sockets, long nowNanos) {
        long idleMs = isBusy(nowNanos) ? 0 : TimeUnit.NANOSECONDS.toMillis(nowNanos - activeNanos);
        String peer = gone ? "" : sockets.peer(fd);
        return new Description(id, peer, ageMs(nowNanos), requests(), idleMs, obstacle());
    }

    /** Whether it was ended here. */
    synchronized boolean isEnded() {
        return inputEnded || cut;
    }

    /** Whether the server may not use it any more. */
    synchronized boolean isGone() {
        return gone;
    }

    /** How long nothing was read or written. */
    synchronized long quietNanos(long nowNanos) {
        return nowNanos - activeNanos;
    }

    /** Why it could not be given back even between two requests; empty if it could. */
    synchronized String obstacle() {
        return key.isEmpty() ? "the server has accepted it itself" : exchange.obstacle();
    }

    /** How many of its requests were answered, by whichever worker. */
    synchronized long requests() {
        return earlierRequests + exchange.answered();
    }

    /** How long ago it was accepted, by whichever worker. */
    long ageMs(long nowNanos) {
        return TimeUnit.NANOSECONDS.toMillis(nowNanos - acceptedNanos);
    }
}
