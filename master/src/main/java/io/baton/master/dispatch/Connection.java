package io.baton.master.dispatch;

import io.baton.master.carried.CarriedConnection;
import io.baton.protocol.posix.Fd;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection that no worker owns, not yet or not any more. The master never reads it. It owns the master's copy of
 * the descriptor until a worker has accepted it. Conductor thread only.
 */
public final class Connection {

    /** The client has no address, or the scheduler does not ask for it. */
    public static final int NO_PEER = 0;

    private final Fd socket;
    private final ListenKey listener;
    private final long gotAtNanos;
    private final int peer;
    private final @Nullable Return given;

    private @Nullable Source source;
    private @Nullable List<Lane> refusedBy;
    private @Nullable Lane awaited;

    /**
     * A connection that was just accepted.
     *
     * @param socket taken over by the connection
     */
    public Connection(Fd socket, ListenKey listener, long acceptedAtNanos) {
        this(socket, listener, acceptedAtNanos, NO_PEER);
    }

    /**
     * A connection that was just accepted, from a client whose address is known.
     *
     * @param socket taken over by the connection
     * @param peer the same for the same client address, {@link #NO_PEER} without one
     */
    public Connection(Fd socket, ListenKey listener, long acceptedAtNanos, int peer) {
        this(socket, listener, acceptedAtNanos, peer, null);
    }

    /**
     * A connection that the master has got just now: from the kernel, or from a worker that gave it back.
     *
     * @param socket taken over by the connection
     * @param gotAtNanos when that was; it may wait for a worker for so long from then on
     * @param peer as of the other constructor
     * @param given what is known of one that a worker gave back; null for a new one
     */
    public Connection(Fd socket, ListenKey listener, long gotAtNanos, int peer, @Nullable Return given) {
        this.peer = peer;
        this.socket = socket;
        this.listener = listener;
        this.gotAtNanos = gotAtNanos;
        this.given = given;
    }

    /** What is known of a connection that a worker gave back; null for a new one. */
    public @Nullable Return given() {
        return given;
    }

    /** One that the former image of this master held. The descriptor is owned by the connection from here on. */
    public static Connection goOn(CarriedConnection carried, ListenKey listener) {
        Return given = carried.returned() ? Return.goOn(carried) : null;
        return new Connection(Fd.own(carried.socket()), listener, carried.gotAtNanos(), carried.peer(), given);
    }

    /** What the next image of this master goes on with. */
    CarriedConnection carried() {
        return given == null
                ? new CarriedConnection(socket.number(), gotAtNanos, peer, false, null, 0, 0, MoveReason.LEAVING.name())
                : new CarriedConnection(
                        socket.number(),
                        gotAtNanos,
                        peer,
                        true,
                        given.moved().leftover(),
                        given.moved().requests(),
                        given.moved().ageMs(),
                        given.reason().name());
    }

    /** The client's socket, owned by this connection. */
    public Fd socket() {
        return socket;
    }

    /** Whether a worker owns this connection as soon as it has received it, and says no more of it. */
    boolean isTakenWhenReceived() {
        return listener.isSticky();
    }

    /** A number for the client's address, or {@link #NO_PEER}. */
    int peer() {
        return peer;
    }

    /** Whether the client's address is known. */
    boolean hasPeer() {
        return peer != NO_PEER;
    }

    /** Waits for this worker, although others may have room; null: for any worker. */
    void await(@Nullable Lane lane) {
        awaited = lane;
    }

    /** Whether the connection waits for this worker, or for any. */
    boolean mayGoTo(Lane lane) {
        return awaited == null || awaited == lane;
    }

    /** What hears what becomes of it: the dispatcher that it was offered to. */
    Source source() {
        return Objects.requireNonNull(source, "not offered yet");
    }

    /** The name by which workers know its listener. */
    public String key() {
        return listener.name();
    }

    /** The part of the line that hands this connection over which is the same for every connection of its listener. */
    public byte[] linePrefix() {
        return listener.newConnectionPrefix();
    }

    /** Closes the master's copy: a worker has accepted the connection, or it has ended. */
    public void close() {
        socket.close();
    }

    /** A worker has accepted it, so long after it was sent. */
    void handedOver(long nanos) {
        if (source != null) {
            source.handedOver(this, nanos);
        }
    }

    /** Whether a client waits at its other end, and not this master itself. */
    boolean isOfClient() {
        return source == null || source.hasClients();
    }

    void offeredTo(Source owner) {
        source = owner;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - gotAtNanos;
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

    /** Every worker may be asked again. */
    void forgetRefusals() {
        refusedBy = null;
    }
}
