package io.baton.worker.net;

import io.baton.protocol.Moved;
import io.baton.protocol.channel.Delivery;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PosixException;
import io.baton.worker.spi.Movable;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollTcpInfo;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives connections back to the master, which has other workers serve them. Owned by the worker's event loop.
 *
 * <p>A connection goes between two requests, with the bytes that were read of the next one. Its channel is closed as any
 * other, so that its handlers release what they hold. A copy of the descriptor keeps the socket open, and the client
 * notices nothing: the kernel sends no FIN while a copy is open. When the master has the descriptor, the copy is closed.
 * If the master does not take it, the worker builds a new channel on the copy and serves on.
 *
 * <p>A connection is read and served until the moment it goes. Few are underway at a time, so that all others are served
 * meanwhile here, and the master can place each of them.
 */
public final class Exporter {

    private static final Logger LOG = System.getLogger(Exporter.class.getName());

    /** How many connections may be underway. More than a few, because each round takes both processes a wake-up. */
    public static final int MOST_UNDERWAY = 64;

    /** The way to the master. */
    public interface Way {

        /**
         * Sends a connection.
         *
         * @param key of the listener that it came through
         * @param connection borrowed until the delivery has ended
         */
        void giveBack(String key, Moved moved, Fd connection, Delivery delivery);
    }

    /** Hears of an order once all its connections are underway, or have become busy. */
    public interface Receipt {

        /**
         * Called once.
         *
         * @param count how many connections are underway
         * @param why there is none; empty if there are some
         */
        void given(int count, String why);
    }

    private final Connections connections;
    private final Adopter adopter;
    private final Way way;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    private boolean moving;
    private boolean ended;
    private int moved;

    /** Some connections that are to be given back, and how many of them are underway. */
    private static final class Order {
        final Receipt receipt;
        int open;
        int given;

        Order(int open, Receipt receipt) {
            this.open = open;
            this.receipt = receipt;
        }

        void settled(boolean underway) {
            given += underway ? 1 : 0;
            if (--open == 0) {
                receipt.given(given, given == 0 ? "a request came first" : "");
            }
        }
    }

    /** A connection that goes when fewer are underway. */
    private record Waiting(Connection connection, @Nullable Order order) {}

    /** Gives back what is in {@code connections}; builds new channels by {@code adopter}. */
    public Exporter(Connections connections, Adopter adopter, Way way) {
        this.connections = connections;
        this.adopter = adopter;
        this.way = way;
    }

    /**
     * The worker leaves: each connection goes as soon as it stands between two requests. A connection that can never go
     * is told that the worker drains.
     *
     * @param whenEmpty called when no connection is left
     */
    public void moveAll(Runnable whenEmpty) {
        moving = true;
        connections.drain(this::moveSoon, whenEmpty);
    }

    private void moveSoon(Connection connection) {
        Movable handler = connection.movable();
        if (handler == null || ended) {
            connection.tellDrain();
        } else {
            handler.moveSoon(() -> atBoundary(connection));
            atBoundary(connection);
        }
    }

    private void atBoundary(Connection connection) {
        if (moving && !ended && connection.canMove()) {
            move(connection, null);
        }
    }

    /**
     * Gives back up to so many idle connections, the one that is idle for longest first.
     *
     * @param id of the only connection that is meant; 0 for any
     */
    public void giveBack(int count, long id, Receipt receipt) {
        List<Connection> chosen = new ArrayList<>();
        String why = "no connection is idle";
        for (Connection connection : connections.all()) {
            if (id != 0 && connection.id() != id) {
                continue;
            }
            if (connection.canMove()) {
                chosen.add(connection);
            } else if (id != 0 || !connection.obstacle().isEmpty()) {
                why = connection.obstacle().isEmpty() ? "a request is on its way" : connection.obstacle();
            }
        }
        if (id == 0) {
            chosen = idlest(chosen, count);
        } else if (connections.hasNone(id)) {
            why = "there is no connection " + id;
        }
        if (chosen.isEmpty()) {
            receipt.given(0, why);
            return;
        }
        Order order = new Order(chosen.size(), receipt);
        chosen.forEach(connection -> move(connection, order));
    }

    private static List<Connection> idlest(List<Connection> all, int count) {
        if (all.size() > count || count > 1) {
            EpollTcpInfo info = new EpollTcpInfo();
            Map<Connection, Long> idle = new HashMap<>();
            all.forEach(connection -> idle.put(connection, connection.idleMs(info)));
            all.sort(Comparator.comparing(idle::get, Comparator.reverseOrder()));
        }
        return all.subList(0, Math.min(count, all.size()));
    }

    private void move(Connection connection, @Nullable Order order) {
        if (connections.underway() >= MOST_UNDERWAY) {
            waiting.add(new Waiting(connection, order));
            return;
        }
        boolean underway = connection.canMove() && send(connection);
        if (order != null) {
            order.settled(underway);
        }
    }

    private boolean send(Connection connection) {
        Fd copy;
        try {
            copy = connection.duplicate();
        } catch (PosixException e) {
            LOG.log(Level.DEBUG, "a connection stays: {0}", e.getMessage());
            if (moving) {
                connection.tellDrain();
            }
            return false;
        }
        Past past = connection.letGo();
        ListenerChannel listener = connection.listener();
        connections.departs();
        Channel channel = connection.channel();
        // Past the handlers: one of them might write a farewell. Netty takes the descriptor out of epoll before it
        // closes it; otherwise the copy would keep it there.
        channel.unsafe().close(channel.voidPromise());
        Moved words = past.moved();
        if (words == null) {
            serveOn(listener, copy, past, "too many bytes are here already");
            connections.arrived();
        } else {
            way.giveBack(connection.requireKey(), words, copy, outcome -> ended(outcome, listener, copy, past));
        }
        return true;
    }

    private void ended(Delivery.Outcome outcome, ListenerChannel listener, Fd copy, Past past) {
        switch (outcome) {
            case TAKEN -> {
                moved++;
                copy.close();
            }
            case REFUSED -> serveOn(listener, copy, past, "the master could not take it");
            case CHANNEL_ENDED -> serveOn(listener, copy, past, "the channel to the master has ended");
        }
        connections.arrived();
        while (!waiting.isEmpty() && connections.underway() < MOST_UNDERWAY) {
            Waiting next = waiting.remove();
            move(next.connection(), next.order());
        }
    }

    /** The connection stays in this worker, which is as if it had never gone. */
    private void serveOn(ListenerChannel listener, Fd copy, Past past, String reason) {
        if (ended) {
            copy.close();
        } else {
            adopter.serveAgain(listener, copy, past, reason);
        }
    }

    /** Gives nothing back any more. */
    public void end() {
        ended = true;
    }

    /** How many connections the master has taken. */
    public int moved() {
        return moved;
    }
}
