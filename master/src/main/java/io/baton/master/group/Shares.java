package io.baton.master.group;

import io.baton.master.config.Delivery;
import io.baton.master.config.Dispatch;
import io.baton.master.config.Mode;
import io.baton.master.dispatch.Lane;
import io.baton.master.dispatch.MoveReason;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.WorkerHandle;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** The workers of a crew as those that share its open connections. Conductor thread only. */
final class Shares implements Rebalance.Workers<WorkerHandle> {

    private static final Logger LOG = System.getLogger(Shares.class.getName());

    private final Slots slots;
    private final Generations generations;
    private final BooleanSupplier stops;

    /** @param stops whether the crew stops */
    Shares(Slots slots, Generations generations, BooleanSupplier stops) {
        this.slots = slots;
        this.generations = generations;
        this.stops = stops;
    }

    /** Whether the operator wants it. With {@code ip-hash} each client has a worker of its own, and stays there. */
    boolean isWanted() {
        Delivery delivery = generations.current().config().delivery();
        return delivery.movement().rebalance()
                && delivery.mode() == Mode.HANDOFF
                && delivery.dispatch() != Dispatch.IP_HASH;
    }

    @Override
    public boolean maySettle() {
        return isWanted()
                && generations.next() == null
                && slots.serving().stream().noneMatch(slot -> slot.succession().isReplacing());
    }

    @Override
    public boolean stop() {
        return stops.getAsBoolean();
    }

    @Override
    public List<WorkerHandle> ready() {
        List<WorkerHandle> ready = new ArrayList<>();
        for (Slot slot : slots.serving()) {
            WorkerHandle worker = slot.worker();
            if (worker != null && worker.state() == WorkerState.READY && counts(worker)) {
                ready.add(worker);
            }
        }
        return ready;
    }

    /** Whether the worker says how many connections it has, or will: one that has just joined has not spoken yet. */
    private static boolean counts(WorkerHandle worker) {
        return worker.lane().open() != Lane.UNKNOWN || worker.moves().canBeAsked();
    }

    @Override
    public int open(WorkerHandle worker) {
        return Math.max(0, worker.lane().open());
    }

    @Override
    public boolean canGive(WorkerHandle worker) {
        return worker.moves().canBeAsked();
    }

    @Override
    public void give(WorkerHandle from, int count, WorkerHandle heir, IntConsumer given) {
        from.moves().ask(count, 0, MoveReason.REBALANCE, heir.lane(), said -> {
            int moved = said == null ? 0 : said.count();
            LOG.log(Level.DEBUG, "{0} gives {1} of its connections to {2}", from, moved, heir);
            given.accept(moved);
        });
    }
}
