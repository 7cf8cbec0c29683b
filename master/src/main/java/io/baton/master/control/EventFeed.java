package io.baton.master.control;

import io.baton.master.conductor.Clock;
import io.baton.master.journal.Entry;
import io.baton.master.journal.Journal;
import java.util.List;
import java.util.function.Consumer;

/**
 * The events for one client, which asks for each batch when it has sent the last one. So a slow client makes nothing grow:
 * what it has not got is in the journal, or is not there any more. Any thread may call; the state is the conductor's.
 */
public final class EventFeed implements Journal.Subscriber {

    /** Few enough for the memory that a client may take, and enough for it to catch up. */
    static final int BATCH = 64;

    private final Clock conductor;
    private final Journal journal;
    private final Consumer<List<Entry>> batch;

    private long next;
    private boolean finishing;
    private boolean waiting;
    private boolean ended;

    /**
     * A feed that gives nothing yet.
     *
     * @param batch called on the conductor
     */
    EventFeed(Clock conductor, Journal journal, long since, Consumer<List<Entry>> batch) {
        this.conductor = conductor;
        this.journal = journal;
        this.next = since;
        this.batch = batch;
    }

    /** Asks for the next batch, which comes as soon as there is an event in it. */
    public void more() {
        conductor.post(this::give);
    }

    /** From now on a batch without events comes at once, as an empty one. */
    public void finish() {
        conductor.post(() -> {
            finishing = true;
            if (waiting) {
                stopWaiting();
                give();
            }
        });
    }

    /** Gives nothing more. */
    public void end() {
        conductor.post(() -> {
            ended = true;
            stopWaiting();
        });
    }

    @Override
    public void heard(Entry entry) {
        stopWaiting();
        give();
    }

    private void give() {
        if (ended) {
            return;
        }
        List<Entry> entries = journal.from(next, BATCH);
        if (entries.isEmpty() && !finishing) {
            waiting = true;
            journal.subscribe(journal.lastSeq() + 1, this);
            return;
        }
        if (!entries.isEmpty()) {
            next = entries.get(entries.size() - 1).seq() + 1;
        }
        batch.accept(entries);
    }

    private void stopWaiting() {
        waiting = false;
        journal.unsubscribe(this);
    }
}
