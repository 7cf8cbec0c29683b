package io.baton.master.dispatch;

import io.baton.master.carried.CarriedConnection;
import io.baton.protocol.Moved;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a connection that a worker has served and given back.
 *
 * @param moved goes on with it to the next worker
 * @param from the worker that has served it; null if a former image of this master knew
 * @param reason why it was given back
 * @param heir the worker that is to get it; null for any other
 */
public record Return(Moved moved, @Nullable Lane from, MoveReason reason, @Nullable Lane heir) {

    /** Whether bytes of its client were read already. Without them it is idle, and only a worker that takes them can serve it. */
    public boolean hasLeftover() {
        return moved.leftover() != null;
    }

    /** Whether a worker can serve it at all. */
    boolean suits(Lane lane) {
        return !hasLeftover() || lane.takesLeftovers();
    }

    /** That of a connection that the former image of this master held. Its worker is not known any more. */
    static Return goOn(CarriedConnection carried) {
        Moved moved = new Moved(carried.leftover(), carried.requests(), carried.ageMs());
        return new Return(moved, null, MoveReason.valueOf(carried.reason()), null);
    }
}
