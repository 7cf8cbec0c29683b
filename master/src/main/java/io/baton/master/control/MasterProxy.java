package io.baton.master.control;

import io.baton.master.conductor.Clock;
import io.baton.master.journal.Entry;
import io.baton.master.journal.Journal;
import io.baton.master.snapshot.MasterSnapshot;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The only way onto the conductor from another thread. Any thread may ask; the answers come on the thread that it names. */
public final class MasterProxy {

    private final Clock conductor;
    private final Journal journal;
    private final Supplier<MasterSnapshot> snapshots;

    /**
     * Asks this master.
     *
     * @param snapshots tells the state of everything; called on the conductor
     */
    public MasterProxy(Clock conductor, Journal journal, Supplier<MasterSnapshot> snapshots) {
        this.conductor = conductor;
        this.journal = journal;
        this.snapshots = snapshots;
    }

    /** Asks for the state of everything. */
    void snapshot(Executor asker, Consumer<MasterSnapshot> answer) {
        conductor.post(() -> {
            MasterSnapshot snapshot = snapshots.get();
            asker.execute(() -> answer.accept(snapshot));
        });
    }

    /**
     * Follows the events from a number on. Each batch has to be asked for by {@link EventFeed#more}.
     *
     * @param batch gets the next events; an empty list when there are no more after {@link EventFeed#finish}
     */
    EventFeed follow(long since, Executor asker, Consumer<List<Entry>> batch) {
        return new EventFeed(conductor, journal, since, entries -> asker.execute(() -> batch.accept(entries)));
    }
}
