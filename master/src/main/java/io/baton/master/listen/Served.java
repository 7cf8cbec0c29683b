package io.baton.master.listen;

import io.baton.master.conductor.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint, and who serves it, served it, or will: a worker that dies or leaves has a successor that will ask again,
 * and one that only closes has not. The conductor's.
 */
final class Served {

    private final boolean operators;
    private final @Nullable String data;
    private final Set<Peer> workers = new HashSet<>();

    /** Each with the timer after which it counts as one that stays. */
    private final Map<Peer, Clock.Cancel> closers = new HashMap<>();

    private Endpoint endpoint;
    private int successorsMissing;

    /**
     * Served by nobody yet.
     *
     * @param operators whether it stays, whoever serves it
     * @param data what the first worker that asked said for all
     */
    Served(Endpoint endpoint, boolean operators, @Nullable String data) {
        this.endpoint = endpoint;
        this.operators = operators;
        this.data = data;
    }

    /** Whether it is the socket that the operator named. */
    boolean isOperators() {
        return operators;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Its workers are served at another endpoint from now on, in the place of one that no client finds any more. */
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

    /** Returns whether it is new here. */
    boolean join(Peer worker) {
        successorsMissing = Math.max(0, successorsMissing - 1);
        stay(worker);
        return workers.add(worker);
    }

    boolean isServedBy(Peer worker) {
        return workers.contains(worker);
    }

    /**
     * It serves here no longer; perhaps because it is about to leave.
     *
     * @param linger runs out when it has not left by then; cancelled when that is settled before
     */
    void close(Peer worker, Clock.Cancel linger) {
        if (workers.remove(worker)) {
            closers.put(worker, linger);
        } else {
            linger.cancel();
        }
    }

    /** It leaves now; if it closed this, then for that reason. */
    void leave(Peer worker) {
        if (stay(worker)) {
            successorsMissing++;
        }
    }

    /** It serves here again, or closed this a while ago and has not left. Returns whether it had closed this. */
    boolean stay(Peer worker) {
        Clock.Cancel linger = closers.remove(worker);
        if (linger != null) {
            linger.cancel();
        }
        return linger != null;
    }

    /** It is dead, or left; whatever it served, its successor will. */
    void lose(Peer worker) {
        if (workers.remove(worker)) {
            successorsMissing++;
        }
        leave(worker);
    }

    /** All workers are there, and whoever has not asked will not. */
    void expectNobody() {
        closers.values().forEach(Clock.Cancel::cancel);
        closers.clear();
        successorsMissing = 0;
    }

    boolean waitsForSuccessors() {
        return successorsMissing > 0;
    }

    /** Whether it is kept only because who closed it may be about to leave. */
    boolean lingers() {
        return workers.isEmpty() && successorsMissing == 0 && !operators;
    }

    boolean isUnused() {
        return lingers() && closers.isEmpty();
    }
}
