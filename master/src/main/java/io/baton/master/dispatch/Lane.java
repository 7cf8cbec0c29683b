package io.baton.master.dispatch;

import io.baton.master.conductor.Clock;
import io.baton.protocol.Message;
import io.baton.protocol.ProtocolException;
import java.util.ArrayDeque;

/**
 * The way of connections to one worker: those that it was sent and has not accepted, and how busy it says it is. A
 * {@link Dispatcher} sends into it; each answer of the worker's ends here, or goes to the dispatcher of that connection. The
 * master's copy of a connection is closed here, when the worker accepted it. The conductor's.
 */
public final class Lane {

    /** For {@link #open}: the worker does not say. */
    public static final int UNKNOWN = -1;

    /** The end into which connections go: the worker's channel. The conductor's. */
    public interface Sender {

        /** The number that the next message will have. */
        long nextSeq();

        /**
         * Sends a connection under that number. Never fails: one that cannot be sent comes back with the worker's death.
         */
        void newConnection(Connection connection);
    }

    private final Clock clock;
    private final Sender sender;

    /** The dispatchers that hold connections. One that was just asked goes to the end, so that they take turns. */
    private final ArrayDeque<Dispatcher> waiting = new ArrayDeque<>();

    private Window window;
    private int seat;
    private boolean hasFreeThread = true;
    private int openAsSaid = UNKNOWN;
    private int acceptedSince;
    private long accepted;
    private long requests = Message.Stats.NOT_COUNTED;
    private boolean wasUsed;
    private long usedAtNanos;

    /**
     * The way to a worker that was just started.
     *
     * @param windowSize how many connections may be on their way at once
     */
    public Lane(Clock clock, Sender sender, int windowSize) {
        this.clock = clock;
        this.sender = sender;
        this.window = new Window(windowSize);
    }

    /** The worker has said more about itself than a process that was only started; nothing was sent yet. */
    public void resize(int windowSize) {
        window = new Window(windowSize);
    }

    /** The worker has this seat from now on: a number that its successor will have too, and no other worker. */
    public void seat(int number) {
        seat = number;
    }

    /** The worker answers for the oldest handle that it has not answered for: it has the descriptor, or it got none. */
    public void acknowledged(boolean taken) throws ProtocolException {
        long seq = window.acknowledge();
        // Of a descriptor that was lost on the way Node sends no accepted, either.
        if (seq != Window.NONE && (!taken || window.isTakenWhenReceived(seq))) {
            answered(seq, taken);
        }
    }

    /**
     * The worker owns connection {@code seq} now; or would not take it, and another one gets it.
     *
     * @throws ProtocolException if that is not on its way to this worker
     */
    public void answered(long seq, boolean taken) throws ProtocolException {
        Connection connection = window.remove(seq);
        usedAtNanos = clock.nanoTime();
        if (taken) {
            acceptedSince++;
            accepted++;
            connection.close();
        } else {
            connection.dispatcher().refused(connection, this);
        }
        tellRoom();
    }

    /** The worker says how busy it is. */
    public void said(Message.Stats stats) {
        hasFreeThread = stats.threads() == 0 || stats.hasFreeThread();
        openAsSaid = stats.open();
        acceptedSince = 0;
        requests = stats.requests();
    }

    /**
     * The worker is dead, no dispatcher sends here any more, and its channel was read to the end: what it never accepted was
     * never served, not a byte of it was read, and goes to other workers.
     *
     * @return how many connections those are
     */
    public int giveBack() {
        return Dispatcher.redispatch(window.removeAll());
    }

    /** Whether the worker ever accepted one. */
    public boolean hasAccepted() {
        return accepted > 0;
    }

    /** Requests that it has answered, as it said last; of an application that does not count, connections it accepted. */
    public long served() {
        return requests == Message.Stats.NOT_COUNTED ? accepted : requests;
    }

    /** For how long nothing was on its way and nothing came to the worker; 0 while something is. */
    public long quietNanos(long nowNanos) {
        return window.size() > 0 ? 0 : wasUsed ? nowNanos - usedAtNanos : Long.MAX_VALUE;
    }

    /** How long the oldest connection has been on its way, 0 if there is none. */
    public long oldestAgeNanos(long nowNanos) {
        return window.oldestAgeNanos(nowNanos);
    }

    /** How many connections are on their way. */
    int onTheirWay() {
        return window.size();
    }

    boolean hasRoom() {
        return window.hasRoom();
    }

    /** Whether a long computation would begin there at once, as far as the worker said; true if it says nothing. */
    boolean hasFreeThread() {
        return hasFreeThread;
    }

    /**
     * How many connections the worker has open, with those on their way: as it said last, and what it was sent since, for it
     * says its accepted connections before its stats. {@link #UNKNOWN} if it never said.
     */
    int open() {
        return openAsSaid == UNKNOWN ? UNKNOWN : openAsSaid + acceptedSince + window.size();
    }

    int seat() {
        return seat;
    }

    /** Sends a connection, which is on its way until the worker answers; there must be room. */
    void send(Connection connection) {
        wasUsed = true;
        window.add(sender.nextSeq(), connection, clock.nanoTime());
        sender.newConnection(connection);
    }

    /** The dispatcher holds connections: it is told of every answer until it {@link #waitsNoMore}. */
    void waits(Dispatcher dispatcher) {
        waiting.addLast(dispatcher);
    }

    /** The dispatcher holds nothing, or sends here no more. */
    void waitsNoMore(Dispatcher dispatcher) {
        waiting.remove(dispatcher);
    }

    private void tellRoom() {
        for (int turns = waiting.size(); turns > 0 && !waiting.isEmpty() && hasRoom(); turns--) {
            Dispatcher next = waiting.removeFirst();
            waiting.addLast(next);
            next.hasRoom(this);
        }
    }
}
