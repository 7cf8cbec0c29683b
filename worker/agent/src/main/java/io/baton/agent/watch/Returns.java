package io.baton.agent.watch;

import io.baton.agent.channel.Primary;
import java.util.concurrent.atomic.LongAdder;

/** Gives connections back to the master. Any thread may call; the lock of the connection is held. */
final class Returns {

    /** What became of an attempt. */
    enum Outcome {
        /** The master has it. */
        GIVEN,
        /** The channel is full, or has ended. */
        NOT_NOW,
        /** The JDK has put something else in the place of the socket, which it does before it closes it. */
        NO_SOCKET
    }

    private final Primary primary;
    private final Sockets sockets;

    private final LongAdder given = new LongAdder();

    private volatile boolean wanted;

    /** Nothing is to be given back yet. */
    Returns(Primary primary, Sockets sockets) {
        this.primary = primary;
        this.sockets = sockets;
    }

    /** Every connection is to go as soon as it is idle. */
    void want() {
        wanted = true;
    }

    /** Whether every connection is to go as soon as it is idle. */
    boolean areWanted() {
        return wanted;
    }

    /** How many the master has got. */
    long count() {
        return given.sum();
    }

    /** Sends the connection, which is idle. */
    Outcome give(Connection connection) {
        // The number may be given to another socket under way, but not the copy's.
        int copy = sockets.copy(connection.fd());
        if (copy < 0) {
            return Outcome.NO_SOCKET;
        }
        try {
            long ageMs = connection.ageMs(System.nanoTime());
            if (!primary.giveBack(connection.key(), copy, connection.requests(), ageMs)) {
                return Outcome.NOT_NOW;
            }
            given.increment();
            return Outcome.GIVEN;
        } finally {
            sockets.close(copy);
        }
    }
}
