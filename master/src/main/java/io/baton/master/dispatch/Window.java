package io.baton.master.dispatch;

import io.baton.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections that one worker was sent and has not accepted yet, oldest first. The master still has a copy of each. A ring
 * of fixed size, so that the dispatch path allocates nothing. Conductor thread only.
 */
public final class Window {

    /** No connection's number. */
    public static final long NONE = -1;

    private final long[] seqs;
    private final long[] sentAtNanos;
    private final @Nullable Connection[] connections;

    private int first;
    private int size;
    private long acknowledgedSeq = NONE;
    private long removedSentAtNanos;

    /**
     * An empty window.
     *
     * @param capacity how many may be on their way at once, {@code >= 1}
     */
    public Window(int capacity) {
        this.seqs = new long[capacity];
        this.sentAtNanos = new long[capacity];
        this.connections = new Connection[capacity];
    }

    /** How many connections are on their way. */
    public int size() {
        return size;
    }

    /** Whether no connection is on its way. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Whether one more connection may be sent. */
    public boolean hasRoom() {
        return size < seqs.length;
    }

    /** How long the oldest connection has been on its way, 0 if there is none. */
    public long oldestAgeNanos(long nowNanos) {
        return size == 0 ? 0 : nowNanos - sentAtNanos[first];
    }

    /** A connection is being sent as number {@code seq}; the window must have room. */
    public void add(long seq, Connection connection, long nowNanos) {
        if (!hasRoom()) {
            throw new IllegalStateException("window is full: " + size);
        }
        int at = index(size);
        seqs[at] = seq;
        sentAtNanos[at] = nowNanos;
        connections[at] = connection;
        size++;
    }

    /**
     * The worker acknowledged the oldest unacknowledged handle. The channel refuses a second acknowledgement of the same
     * handle.
     *
     * @return the number of the connection, or {@link #NONE} if it is no longer on its way
     */
    public long acknowledge() {
        for (int position = 0; position < size; position++) {
            if (seqs[index(position)] > acknowledgedSeq) {
                acknowledgedSeq = seqs[index(position)];
                return acknowledgedSeq;
            }
        }
        return NONE;
    }

    /** Whether the worker owns connection {@code seq} as soon as it has received it, and says no more of it. */
    boolean isTakenWhenReceived(long seq) {
        for (int position = 0; position < size; position++) {
            if (seqs[index(position)] == seq) {
                return connectionAt(position).isTakenWhenReceived();
            }
        }
        return false;
    }

    /** The worker answered for connection {@code seq}, which is no longer on its way. */
    public Connection remove(long seq) throws ProtocolException {
        int position = position(seq);
        Connection connection = connectionAt(position);
        removedSentAtNanos = sentAtNanos[index(position)];
        for (; position > 0; position--) {
            seqs[index(position)] = seqs[index(position - 1)];
            sentAtNanos[index(position)] = sentAtNanos[index(position - 1)];
            connections[index(position)] = connections[index(position - 1)];
        }
        connections[first] = null;
        first = index(1);
        size--;
        return connection;
    }

    /** When the connection was sent that was {@link #remove removed} last. */
    long removedSentAtNanos() {
        return removedSentAtNanos;
    }

    /** The worker is dead. Returns the connections that were on their way, oldest first; they are the caller's again. */
    public List<Connection> removeAll() {
        List<Connection> all = new ArrayList<>(size);
        for (int position = 0; position < size; position++) {
            all.add(connectionAt(position));
            connections[index(position)] = null;
        }
        size = 0;
        return all;
    }

    private int position(long seq) throws ProtocolException {
        for (int position = 0; position < size; position++) {
            if (seqs[index(position)] == seq) {
                return position;
            }
        }
        throw new ProtocolException(
                "accepted: ack " + seq + " (expected: one of " + size + " connections on their way)");
    }

    private Connection connectionAt(int position) {
        Connection connection = connections[index(position)];
        if (connection == null) {
            throw new IllegalStateException("no connection at " + position + " of " + size);
        }
        return connection;
    }

    private int index(int position) {
        int index = first + position;
        return index < seqs.length ? index : index - seqs.length;
    }
}
