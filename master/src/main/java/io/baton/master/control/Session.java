package io.baton.master.control;

import io.baton.master.journal.Entry;
import io.baton.master.snapshot.MasterSnapshot;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The conversation with one client: each request is answered before the next one is read, and the request for events is the
 * last one. Control thread only.
 */
final class Session {

    private final MasterProxy master;
    private final Executor loop;
    private final Output output;
    private final UnaryOperator<MasterSnapshot> measure;

    private boolean busy;
    private boolean ended;
    private boolean closed;
    private long lastSeq;
    private @Nullable EventFeed feed;

    /** Takes the answers. */
    interface Output {

        /** Sends a line after those that were sent before, with the next {@link #flush} or {@link #endWhenSent}. */
        void send(String line);

        /** There is no more to send for now. */
        void flush();

        /** Closes the connection when everything is sent. */
        void endWhenSent();
    }

    /**
     * A conversation that begins.
     *
     * @param loop runs on the control thread what it is given
     * @param measure adds to a snapshot what is not the conductor's to know
     */
    Session(MasterProxy master, Executor loop, Output output, UnaryOperator<MasterSnapshot> measure) {
        this.measure = measure;
        this.master = master;
        this.loop = loop;
        this.output = output;
    }

    /** Whether the next request may be read. */
    boolean isIdle() {
        return !busy && feed == null && !ended;
    }

    /** Whether the client gets events. */
    boolean follows() {
        return feed != null;
    }

    /** The client has sent a line. Only while {@link #isIdle}. */
    void line(String line) {
        try {
            Request request = RequestReader.read(line);
            if (request instanceof Request.Events events) {
                feed = master.follow(events.since(), loop, this::send);
                feed.more();
            } else if (request instanceof Request.Order order) {
                busy = true;
                master.carryOut(order, loop, this::send);
            } else {
                busy = true;
                master.snapshot(loop, snapshot -> send(new Answer.Snapshot(measure.apply(snapshot))));
            }
        } catch (IllegalArgumentException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    /** Tells the client what is wrong, and ends. */
    void refuse(String reason) {
        output.send(new Answer.Refused(reason).line());
        ended = true;
        output.endWhenSent();
    }

    /** Everything is sent. */
    void sent() {
        if (feed != null) {
            feed.more();
        }
    }

    /** The client asks for nothing more, or the master ends: what has happened until now is sent, and no more. */
    void finish() {
        if (feed != null) {
            feed.finish();
        } else if (!busy) {
            output.endWhenSent();
        }
        ended = true;
    }

    /** The connection is closed. */
    void closed() {
        ended = true;
        closed = true;
        if (feed != null) {
            feed.end();
        }
    }

    /** Whether a request is being carried out. */
    boolean isBusy() {
        return busy;
    }

    private void send(Answer answer) {
        busy = false;
        if (closed) {
            return;
        }
        output.send(answer.line());
        if (ended) {
            output.endWhenSent();
        } else {
            output.flush();
        }
    }

    private void send(List<Entry> entries) {
        if (entries.isEmpty()) {
            output.endWhenSent();
            return;
        }
        long first = entries.get(0).seq();
        if (lastSeq > 0 && first != lastSeq + 1) {
            // The journal has lost events that this client was to get.
            refuse("too slow: events " + (lastSeq + 1) + " to " + (first - 1) + " are lost");
            return;
        }
        lastSeq = entries.get(entries.size() - 1).seq();
        for (Entry entry : entries) {
            output.send(new Answer.Happened(entry).line());
        }
        output.flush();
    }
}
