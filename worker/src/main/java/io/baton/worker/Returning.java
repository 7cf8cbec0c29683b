package io.baton.worker;

import io.baton.protocol.MovingMessage;
import io.baton.protocol.OpenConnection;
import io.baton.worker.net.Adopter;
import io.baton.worker.net.Connections;
import io.baton.worker.net.DrainBudget;
import io.baton.worker.net.Exporter;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives a worker's connections back to its master: all that can move when the worker leaves and others serve, some when
 * the master asks. Tells the master which there are. Owned by the worker's event loop.
 */
final class Returning {

    private final Connections connections;
    private final Supplier<PrimaryProxy> parent;
    private final Exporter exporter;
    private final EventLoop loop;
    private final long budgetMs;

    /** Whether connections move without their applications' knowledge. Any thread may read it. */
    private volatile boolean moving;

    private @Nullable DrainBudget budget;

    /**
     * Nothing is given back yet.
     *
     * @param adopter serves a connection on that the master would not take
     * @param budgetMs for connections that cannot move, once the worker leaves; 0: as long as they want
     */
    Returning(EventLoop loop, Connections connections, Adopter adopter, Supplier<PrimaryProxy> parent, long budgetMs) {
        this.loop = loop;
        this.budgetMs = budgetMs;
        this.connections = connections;
        this.parent = parent;
        this.exporter = new Exporter(connections, adopter, (key, moved, connection, delivery) -> parent.get()
                .giveBack(key, moved, connection, delivery));
    }

    /**
     * The worker leaves: gives back each connection that can move as soon as it stands between two requests. The others
     * are told that the worker drains.
     *
     * @param whenEmpty called when no connection is left
     */
    void moveAll(Runnable whenEmpty) {
        parent.get().primaryTakesBack(Exporter.MOST_UNDERWAY);
        exporter.moveAll(whenEmpty);
        limit();
    }

    /** From now on until {@link #moveAll}, and while connections move, their applications do not know that the worker leaves. */
    void begins() {
        moving = true;
    }

    /** The worker leaves, and nobody else serves: the connections are told, and may end by themselves. */
    void tellAll(Runnable whenEmpty) {
        connections.drain(whenEmpty);
        limit();
    }

    private void limit() {
        if (budget == null) {
            budget = new DrainBudget(loop, connections, budgetMs, () -> moving = false);
        }
    }

    /** Gives back as many connections as the master asks for. The worker serves on. */
    void giveBack(MovingMessage.GiveBack order) {
        parent.get().primaryTakesBack(Exporter.MOST_UNDERWAY);
        exporter.giveBack(
                order.count(), order.id(), (count, why) -> parent.get().gaveBack(order.seq(), count, why));
    }

    /** Tells the master of the next connections that it asks for. */
    void tell(MovingMessage.AskConnections question) {
        int most = MovingMessage.Connections.MOST;
        List<OpenConnection> list = connections.describe(question.after(), most + 1);
        boolean more = list.size() > most;
        parent.get().connections(question.seq(), more, more ? list.subList(0, most) : list);
    }

    /** Whether connections move, which their applications do not see. Any thread may call. */
    boolean isMoving() {
        return moving;
    }

    /** Nothing is given back any more, and what comes back is closed: the worker ends. */
    void end() {
        moving = false;
        exporter.end();
        if (budget != null) {
            budget.end(exporter.moved());
        }
    }
}
