package io.baton.master.control;

import io.baton.master.conductor.Clock;
import io.baton.master.journal.Entry;
import io.baton.master.journal.Journal;
import io.baton.master.snapshot.MasterSnapshot;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The only way onto the conductor from another thread. Any thread may ask; the answers come on the thread that it names. */
public final class MasterProxy {

    private static final Logger LOG = System.getLogger(MasterProxy.class.getName());

    private final Clock conductor;
    private final Journal journal;
    private final Supplier<MasterSnapshot> snapshots;
    private final Orders orders;

    private int underway;
    private @Nullable String refusal;

    /**
     * Asks this master.
     *
     * @param snapshots tells the state of everything; called on the conductor
     * @param orders carries out all else
     */
    public MasterProxy(Clock conductor, Journal journal, Supplier<MasterSnapshot> snapshots, Orders orders) {
        this.conductor = conductor;
        this.journal = journal;
        this.snapshots = snapshots;
        this.orders = orders;
    }

    /** Asks for the state of everything. */
    public void snapshot(Executor asker, Consumer<MasterSnapshot> answer) {
        conductor.post(() -> {
            MasterSnapshot snapshot = snapshots.get();
            asker.execute(() -> answer.accept(snapshot));
        });
    }

    /** Asks for the event of this number: none if it is not kept any more, or has not happened. */
    public void event(long seq, Executor asker, Consumer<Optional<Entry>> answer) {
        conductor.post(() -> {
            Optional<Entry> found = journal.from(seq, 1).stream()
                    .filter(entry -> entry.seq() == seq)
                    .findFirst();
            asker.execute(() -> answer.accept(found));
        });
    }

    /** Whether an order is being carried out, other than an upgrade. On the conductor. */
    public boolean isCarryingOut() {
        return underway > 0;
    }

    /** Refuses all orders that change something, for this reason; null: no longer. On the conductor. */
    public void refuse(@Nullable String reason) {
        refusal = reason;
    }

    /** Has an order carried out. A fault of this program becomes an answer, too: one order must not end the master. */
    public void carryOut(Request.Order order, Executor asker, Consumer<Answer> whenDone) {
        conductor.post(() -> {
            CompletionStage<Void> unused = begin(order)
                    .exceptionally(MasterProxy::failed)
                    .thenAccept(answer -> asker.execute(() -> whenDone.accept(answer)));
        });
    }

    private CompletionStage<Answer> begin(Request.Order order) {
        if (order instanceof Request.Ping || order instanceof Request.Upgrade) {
            return give(order);
        }
        String reason = refusal;
        if (reason != null) {
            return CompletableFuture.completedFuture(new Answer.Refused(reason));
        }
        underway++;
        return give(order).whenComplete((answer, failure) -> conductor.post(() -> underway--));
    }

    private CompletionStage<Answer> give(Request.Order order) {
        try {
            return order.giveTo(orders);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Answer failed(Throwable thrown) {
        LOG.log(Level.ERROR, "an order failed", thrown);
        return new Answer.Refused("failed: " + thrown);
    }

    /**
     * Follows the events from a number on. Each batch has to be asked for by {@link EventFeed#more}.
     *
     * @param batch gets the next events; an empty list when there are no more after {@link EventFeed#finish}
     */
    public EventFeed follow(long since, Executor asker, Consumer<List<Entry>> batch) {
        return new EventFeed(conductor, journal, since, entries -> asker.execute(() -> batch.accept(entries)));
    }
}
