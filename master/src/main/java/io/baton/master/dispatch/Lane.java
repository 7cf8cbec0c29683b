package io.baton.master.dispatch;

import io.baton.master.carried.CarriedLane;
import io.baton.master.conductor.Clock;
import io.baton.protocol.Capabilities;
import io.baton.protocol.Message;
import io.baton.protocol.ProtocolException;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The connections that one worker was sent and has not accepted yet, and how busy the worker says it is. A {@link Dispatcher}
 * sends into the lane. An answer of the worker ends here, or goes to the dispatcher of the connection. When the worker has
 * accepted a connection, the master's copy is closed here. Conductor thread only.
 */
public final class Lane {

    /** For {@link #open}: the worker does not say how many connections it has. */
    public static final int UNKNOWN = -1;

    /**
     * So many connections of other workers may be on their way to this one. The rest of its window is for new ones, whose clients
     * wait, while thousands of idle ones may move.
     */
    static final int MAX_RETURNED = 4;

    /** Sends connections to the worker over its channel. Conductor thread only. */
    public interface Sender {

        /** The number that the next message will have. */
        long nextSeq();

        /**
         * Sends a connection under that number. Never fails: if the channel is broken, its worker is killed, and the connection
         * is given back with all others.
         */
        void newConnection(Connection connection);
    }

    private final Clock clock;
    private final Sender sender;

    /** The sources that hold connections. A source that was told of room goes to the end, so that they take turns. */
    private final ArrayDeque<Source> waiting = new ArrayDeque<>();

    private final Ramp ramp = new Ramp();

    private Window window;
    private int slot;
    private boolean hasFreeThread = true;
    private int openAsSaid = UNKNOWN;
    private int acceptedSince;
    private int returnedOnTheirWay;
    private int errandsOnTheirWay;
    private boolean ended;
    private boolean takesLeftovers;
    private long accepted;
    private long requests = Message.Stats.NOT_COUNTED;
    private boolean wasUsed;
    private long usedAtNanos;

    /**
     * The lane of a worker that was just started.
     *
     * @param windowSize how many connections may be on their way to it at once
     */
    public Lane(Clock clock, Sender sender, int windowSize) {
        this.clock = clock;
        this.sender = sender;
        this.window = new Window(windowSize);
    }

    /** The lane of the same worker in the former image of this master. Nothing is on its way to the worker. */
    public void goOn(CarriedLane carried) {
        hasFreeThread = carried.freeThread();
        openAsSaid = carried.open();
        acceptedSince = carried.acceptedSince();
        accepted = carried.accepted();
        requests = carried.requests();
        wasUsed = carried.usedAtNanos() != 0;
        usedAtNanos = carried.usedAtNanos();
    }

    /** What the next image of this master goes on with. */
    public CarriedLane carried() {
        return new CarriedLane(hasFreeThread, openAsSaid, acceptedSince, accepted, requests, wasUsed ? usedAtNanos : 0);
    }

    /** The worker has said how many connections may be on their way to it at once, and which. It was sent none yet. */
    public void peerIs(Capabilities capabilities) {
        window = new Window(capabilities.window());
        takesLeftovers = capabilities.movesConnections();
    }

    /** Whether the worker takes connections whose first bytes another worker has read. */
    public boolean takesLeftovers() {
        return takesLeftovers;
    }

    /** The worker has the slot of this number from now on. Its successor will have the same number. */
    public void slot(int number) {
        slot = number;
    }

    /**
     * The worker acknowledged the oldest unacknowledged handle.
     *
     * @param taken whether the descriptor arrived; false if it was lost on the way
     */
    public void acknowledged(boolean taken) throws ProtocolException {
        long seq = window.acknowledge();
        // For a lost descriptor Node sends no accepted. A program that gets connections as messages never does.
        if (seq != Window.NONE && (!taken || window.isTakenWhenReceived(seq))) {
            answered(seq, taken);
        }
    }

    /**
     * The worker has accepted connection {@code seq} and owns it; or has refused it, and another worker gets it.
     *
     * @throws ProtocolException if no such connection is on its way to this worker
     */
    public void answered(long seq, boolean taken) throws ProtocolException {
        Connection connection = window.remove(seq);
        Return given = connection.given();
        returnedOnTheirWay -= given == null ? 0 : 1;
        long now = clock.nanoTime();
        if (connection.isOfClient()) {
            usedAtNanos = now;
            acceptedSince += taken ? 1 : 0;
            accepted += taken ? 1 : 0;
        } else {
            errandsOnTheirWay--;
        }
        if (taken) {
            connection.close();
            connection.handedOver(now - window.removedSentAtNanos());
        } else {
            connection.source().refused(connection, this);
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
     * Gives the connections that the worker never accepted to other workers, which is safe because a worker reads a connection
     * only after it has answered. To be called when the worker is dead, its channel was read to the end, and no dispatcher
     * sends here any more.
     *
     * @return how many connections of clients that are
     */
    public int giveBack() {
        returnedOnTheirWay = 0;
        errandsOnTheirWay = 0;
        ended = true;
        int ofClients = Unaccepted.redispatch(window.removeAll());
        List.copyOf(waiting).forEach(source -> source.hasRoom(this));
        return ofClients;
    }

    /** How many connections the worker has accepted. */
    public long accepted() {
        return accepted;
    }

    /** Whether the worker has accepted any connection. */
    public boolean hasAccepted() {
        return accepted > 0;
    }

    /** How many requests the worker has answered, as it said last. If its application does not count, the accepted connections. */
    public long served() {
        return requests == Message.Stats.NOT_COUNTED ? accepted : requests;
    }

    /** How many requests the worker has answered, as it said last; {@link Message.Stats#NOT_COUNTED} if it never said. */
    public long requests() {
        return requests;
    }

    /** How long ago the last connection was accepted; 0 while one is on its way. */
    public long quietNanos(long nowNanos) {
        return window.size() > 0 ? 0 : wasUsed ? nowNanos - usedAtNanos : Long.MAX_VALUE;
    }

    /** How long the oldest connection has been on its way, 0 if there is none. */
    public long oldestAgeNanos(long nowNanos) {
        return window.oldestAgeNanos(nowNanos);
    }

    /** How many connections are on their way to the worker. */
    public int onTheirWay() {
        return window.size();
    }

    boolean hasRoom() {
        return window.hasRoom();
    }

    /** Whether the window has room for this connection. */
    boolean hasRoomFor(Connection connection) {
        return window.hasRoom() && (connection.given() == null || returnedOnTheirWay < MAX_RETURNED);
    }

    /** Whether the worker is dead. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether the window has room for a connection of the master's own. */
    boolean hasRoomForErrand() {
        return window.hasRoom() && errandsOnTheirWay == 0;
    }

    /** The worker has given a connection back, which is open there no more. */
    public void gaveBack() {
        acceptedSince--;
    }

    /** Whether the worker has a thread free for a long computation, as it said last; true if it never said. */
    boolean hasFreeThread() {
        return hasFreeThread;
    }

    /**
     * How many connections the worker has open or on their way: those of its last stats, with those that it has accepted or was
     * sent since, and without those that it gave back since. {@link #UNKNOWN} if it never said.
     */
    public int open() {
        return openAsSaid == UNKNOWN ? UNKNOWN : Math.max(0, openAsSaid + acceptedSince + window.size());
    }

    /** How much of its share it gets while it is new. */
    Ramp ramp() {
        return ramp;
    }

    /** The number of the worker's slot. */
    int slot() {
        return slot;
    }

    /** Sends a connection, which is on its way until the worker answers. There must be room. */
    void send(Connection connection) {
        wasUsed = true;
        returnedOnTheirWay += connection.given() == null ? 0 : 1;
        window.add(sender.nextSeq(), connection, clock.nanoTime());
        sender.newConnection(connection);
    }

    /** Sends a connection of the master's own, as {@link #send}. There must be {@link #hasRoomForErrand room}. */
    void sendErrand(Connection connection) {
        errandsOnTheirWay++;
        window.add(sender.nextSeq(), connection, clock.nanoTime());
        sender.newConnection(connection);
    }

    /** The source holds connections. It is told whenever there is room, until {@link #waitsNoMore}. */
    void waits(Source source) {
        waiting.addLast(source);
    }

    /** The source holds no connections, or sends no more to this worker. */
    void waitsNoMore(Source source) {
        waiting.remove(source);
    }

    private void tellRoom() {
        for (int turns = waiting.size(); turns > 0 && !waiting.isEmpty() && hasRoom(); turns--) {
            Source next = waiting.removeFirst();
            waiting.addLast(next);
            next.hasRoom(this);
        }
    }
}
