package io.baton.master.dispatch;

import io.baton.protocol.HotLine;
import io.baton.protocol.posix.Fd;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection that no worker owns yet: accepted, never read. It owns the descriptor until a worker accepted it.
 * The conductor's.
 */
public final class Connection {

    /** The client has no address, or nobody wants to know it. */
    public static final int NO_PEER = 0;

    private final Fd socket;
    private final ListenKey listener;
    private final long acceptedAtNanos;
    private final int peer;

    private @Nullable Dispatcher dispatcher;
    private @Nullable List<Lane> refusedBy;
    private @Nullable Lane awaited;

    /**
     * A connection just accepted.
     *
     * @param socket owned from here on
     */
    public Connection(Fd socket, ListenKey listener, long acceptedAtNanos) {
        this(socket, listener, acceptedAtNanos, NO_PEER);
    }

    /**
     * A connection just accepted, of which it is known whose it is.
     *
     * @param socket owned from here on
     * @param peer the same for the same client address, {@link #NO_PEER} without one
     */
    public Connection(Fd socket, ListenKey listener, long acceptedAtNanos, int peer) {
        this.peer = peer;
        this.socket = socket;
        this.listener = listener;
        this.acceptedAtNanos = acceptedAtNanos;
    }

    /** The client's socket, owned by this connection. */
    public Fd socket() {
        return socket;
    }

    /** Whether a worker that has received it owns it, and says no more. */
    boolean isTakenWhenReceived() {
        return listener.isSticky();
    }

    /** A number for the client's address, or {@link #NO_PEER}. */
    int peer() {
        return peer;
    }

    /** Whether its client has an address. */
    boolean hasPeer() {
        return peer != NO_PEER;
    }

    /** It waits for this worker, although others may have room; null: for any. */
    void await(@Nullable Lane lane) {
        awaited = lane;
    }

    /** Whether it waits for this worker, or for any. */
    boolean mayGoTo(Lane lane) {
        return awaited == null || awaited == lane;
    }

    /** Whose it is to give to a worker, once it was offered to one. */
    Dispatcher dispatcher() {
        return Objects.requireNonNull(dispatcher, "not offered yet");
    }

    /** Puts the line that hands this connection over. */
    public void putLine(ByteBuffer buffer, long seq) {
        HotLine.putNewConnection(buffer, listener.newConnectionPrefix(), seq);
    }

    /** A worker owns the client now, or nobody ever will: lets go of the master's copy. */
    public void close() {
        socket.close();
    }

    void offeredTo(Dispatcher owner) {
        dispatcher = owner;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - acceptedAtNanos;
    }

    void addRefusal(Lane lane) {
        if (refusedBy == null) {
            refusedBy = new ArrayList<>(2);
        }
        refusedBy.add(lane);
    }

    boolean wasRefusedBy(Lane lane) {
        return refusedBy != null && refusedBy.contains(lane);
    }

    boolean wasRefused() {
        return refusedBy != null;
    }

    /** After a while everybody may be asked again. */
    void forgetRefusals() {
        refusedBy = null;
    }
}
