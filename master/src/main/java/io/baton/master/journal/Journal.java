package io.baton.master.journal;

import io.baton.master.conductor.Clock;
import io.baton.protocol.log.LogLine;
import java.lang.System.Logger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * All changes of state in this master, in order: each becomes one line of the log, is told to the subscribers, and is kept
 * until a thousand newer ones have come. Conductor thread only.
 */
public final class Journal {

    /** How many events are kept. */
    public static final int CAPACITY = 1000;

    private static final Logger LOG = System.getLogger(Journal.class.getName());
    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final long startNanos;
    private final ArrayDeque<Entry> kept = new ArrayDeque<>();
    private final List<Subscriber> subscribers = new ArrayList<>();

    private long lastSeq;

    /** Hears of events. On the conductor. */
    public interface Subscriber {

        /** An event has happened. */
        void heard(Entry entry);
    }

    /** An empty journal, whose time begins now. */
    public Journal(Clock clock) {
        this(clock, clock.nanoTime(), 0);
    }

    /**
     * The journal of the former image of this master, without its events.
     *
     * @param startNanos when it began
     * @param lastSeq the number of the newest event in it
     */
    public Journal(Clock clock, long startNanos, long lastSeq) {
        this.clock = clock;
        this.startNanos = startNanos;
        this.lastSeq = lastSeq;
    }

    /** When it began. */
    public long startNanos() {
        return startNanos;
    }

    /** Writes down that this has happened. */
    public void add(Event event) {
        lastSeq++;
        long ms = (clock.nanoTime() - startNanos) / NANOS_PER_MS;
        Entry entry = new Entry(lastSeq, ms, LogLine.wallClockMs(), event);
        if (kept.size() == CAPACITY) {
            kept.removeFirst();
        }
        kept.addLast(entry);
        if (LOG.isLoggable(event.level())) {
            // A parameter: a pattern would be read for braces and apostrophes.
            LOG.log(event.level(), "{0}", event.text());
        }
        tell(entry);
    }

    /** The number of the newest event, 0 if there is none. */
    public long lastSeq() {
        return lastSeq;
    }

    /** The milliseconds since the journal began. */
    public long nowMs() {
        return (clock.nanoTime() - startNanos) / NANOS_PER_MS;
    }

    /**
     * The oldest events from this number on that are kept.
     *
     * @param most how many at most
     */
    public List<Entry> from(long seq, int most) {
        List<Entry> found = new ArrayList<>();
        if (seq <= lastSeq) {
            for (Entry entry : kept) {
                if (entry.seq() >= seq && found.size() < most) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    /**
     * Tells a subscriber each event from this number on: those that are kept before this returns, the others when they
     * happen.
     *
     * @param since the number of the first event, 1 for all that are kept
     */
    public void subscribe(long since, Subscriber subscriber) {
        subscribers.add(subscriber);
        for (Entry entry : kept) {
            if (entry.seq() >= since && subscribers.contains(subscriber)) {
                subscriber.heard(entry);
            }
        }
    }

    /** Tells a subscriber nothing any more; does nothing if it is none. */
    public void unsubscribe(Subscriber subscriber) {
        subscribers.remove(subscriber);
    }

    /** A subscriber may end a subscription, also its own, while it is told. */
    private void tell(Entry entry) {
        if (!subscribers.isEmpty()) {
            for (Subscriber subscriber : List.copyOf(subscribers)) {
                if (subscribers.contains(subscriber)) {
                    subscriber.heard(entry);
                }
            }
        }
    }
}
