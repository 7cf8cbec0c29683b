package io.baton.master.listen;

import io.baton.master.carried.CarriedListener;
import io.baton.master.conductor.Clock;
import io.baton.master.snapshot.ListenerSnapshot;
import io.baton.protocol.ListenAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint and the workers that serve it. A worker that dies or leaves has a successor that will ask for the same; a worker
 * that only closes the socket has none. Conductor thread only.
 */
final class Served {

    private final boolean operators;
    private final @Nullable String data;
    private final Set<Peer> workers = new HashSet<>();

    /** All that serve here, and those that did and are not gone: they may still give connections back. */
    private final Set<Peer> known = new HashSet<>();

    /** The workers that closed the socket a moment ago, each with the timer after which it counts as one that stays. */
    private final Map<Peer, Clock.Cancel> closers = new HashMap<>();

    private Endpoint endpoint;
    private int successorsMissing;

    /**
     * An endpoint without workers.
     *
     * @param operators whether the operator named the socket, which stays open whether or not workers serve it
     * @param data what the first worker that asked said for all workers
     */
    Served(Endpoint endpoint, boolean operators, @Nullable String data) {
        this.endpoint = endpoint;
        this.operators = operators;
        this.data = data;
    }

    /** The workers that served it in the former image of this master. */
    void goOn(Collection<Peer> serving, Collection<Peer> knownBefore, int missing) {
        workers.addAll(serving);
        known.addAll(knownBefore);
        successorsMissing = missing;
    }

    /**
     * What the next image of this master goes on with.
     *
     * @param key its name on the wire
     * @param pid the process of a worker
     */
    CarriedListener carried(String key, ToIntFunction<Peer> pid) {
        ListenAddress address = endpoint.address();
        return new CarriedListener(
                key,
                endpoint.descriptor(),
                address.host(),
                address.port(),
                address.addressType(),
                endpoint.isReachable(),
                operators,
                data,
                successorsMissing,
                workers.stream().map(pid::applyAsInt).toList(),
                known.stream().map(pid::applyAsInt).toList(),
                endpoint.carried(),
                endpoint.moved());
    }

    /** Whether a worker closed the socket a moment ago, and it is not known yet whether it leaves. */
    boolean isUndecided() {
        return !closers.isEmpty();
    }

    /** Whether the operator named the socket. */
    boolean isOperators() {
        return operators;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Moves the workers to another endpoint: no client finds this one any more, which is returned. */
    Endpoint move(Endpoint other, Set<Peer> admitted) {
        Endpoint old = endpoint;
        endpoint = other;
        for (Peer worker : workers) {
            if (admitted.contains(worker)) {
                other.admit(worker);
            }
        }
        return old;
    }

    @Nullable
    String data() {
        return data;
    }

    /** A worker serves here from now on. Returns whether it did not before. */
    boolean join(Peer worker) {
        successorsMissing = Math.max(0, successorsMissing - 1);
        stay(worker);
        known.add(worker);
        return workers.add(worker);
    }

    /** Its address for the operator, as {@code http://localhost:3000} if HTTP is spoken there, else without the scheme. */
    String address() {
        ListenAddress address = endpoint.address();
        if (operators || address.isPath()) {
            return address.url();
        }
        return String.valueOf(
                address.isTcp() && address.host() == null ? ListenAddress.tcp("localhost", address.port()) : address);
    }

    ListenerSnapshot snapshot() {
        return new ListenerSnapshot(
                address(), endpoint.address().port(), workers.size(), endpoint.held(), endpoint.moved());
    }

    /** Whether the worker serves here, or did. */
    boolean wasServedBy(Peer worker) {
        return known.contains(worker);
    }

    /** A worker is gone. */
    void forget(Peer worker) {
        known.remove(worker);
    }

    boolean isServedBy(Peer worker) {
        return workers.contains(worker);
    }

    /**
     * A worker closed the socket, perhaps because it is about to leave.
     *
     * @param linger runs when the worker has not left in time; cancelled when that is settled before
     */
    void close(Peer worker, Clock.Cancel linger) {
        if (workers.remove(worker)) {
            closers.put(worker, linger);
        } else {
            linger.cancel();
        }
    }

    /** A worker leaves. If it closed the socket a moment ago, then for that reason. */
    void leave(Peer worker) {
        if (stay(worker)) {
            successorsMissing++;
        }
    }

    /** A worker stays: it serves here again, or has not left in time. Returns whether it had closed the socket. */
    boolean stay(Peer worker) {
        Clock.Cancel linger = closers.remove(worker);
        if (linger != null) {
            linger.cancel();
        }
        return linger != null;
    }

    /** A worker is dead or has left. If it served here, its successor will. */
    void lose(Peer worker) {
        if (workers.remove(worker)) {
            successorsMissing++;
        }
        leave(worker);
    }

    /** All workers have asked for their sockets: no successor will come. */
    void expectNoSuccessor() {
        closers.values().forEach(Clock.Cancel::cancel);
        closers.clear();
        successorsMissing = 0;
    }

    boolean waitsForSuccessors() {
        return successorsMissing > 0;
    }

    /** Whether the socket is kept open only because the workers that closed it may be about to leave. */
    boolean lingers() {
        return workers.isEmpty() && successorsMissing == 0 && !operators;
    }

    boolean isUnused() {
        return lingers() && closers.isEmpty();
    }
}
