package io.baton.master.dispatch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The worker that has waited longest among those with nothing on its way; only when every worker has something on its way,
 * the one with the least. This is Node's rule, whose point is that a worker which blocks holds one connection and not its
 * share of all, with a window added so that a burst is not served one round trip at a time. Among equals one with a free
 * thread for computations comes first.
 *
 * <p>A worker whose oldest has been on its way for more than {@link #STALE_NANOS} gets nothing new, even if all are busy.
 * The conductor's.
 */
final class RoundRobin {

    /** A live worker accepts within some hundred microseconds; one that takes so long is stopped or blocked. */
    static final long STALE_NANOS = 20_000_000;

    /** The longest waiting first. */
    private final List<Target> order = new ArrayList<>();

    void add(Target target) {
        order.add(target);
    }

    void remove(Target target) {
        order.remove(target);
    }

    int size() {
        return order.size();
    }

    /** The worker for this connection, which then has waited least; null if none can take it now. */
    @Nullable
    Target pick(Connection connection, long nowNanos) {
        int best = -1;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < order.size() && least > 0; i++) {
            Target target = order.get(i);
            Window window = target.window();
            int rank = 2 * window.size() + (target.hasFreeThread() ? 0 : 1);
            if (rank < least
                    && window.hasRoom()
                    && window.oldestAgeNanos(nowNanos) <= STALE_NANOS
                    && !connection.wasRefusedBy(target)) {
                best = i;
                least = rank;
            }
        }
        if (best < 0) {
            return null;
        }
        Target picked = order.remove(best);
        order.add(picked);
        return picked;
    }
}
