package io.baton.worker.net;

import io.baton.worker.spi.Drain;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/** Keeps the open connections of a worker. Owned by the event loop. */
public final class Connections implements ChannelFutureListener {

    /** Descriptors left to the JVM and to the application. */
    private static final long RESERVE = 64;

    private final int most;
    private final Set<Channel> open = new HashSet<>();

    private Runnable whenFirst = () -> {};
    private Runnable whenEmpty = () -> {};
    private boolean draining;

    /**
     * No connections yet.
     *
     * @param most how many may be open at most
     */
    public Connections(int most) {
        this.most = most;
    }

    /**
     * How many connections a process with so many descriptors may have. It keeps 64 for everything else, or half of
     * them if that is fewer.
     */
    public static int mostWithin(long descriptors) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, descriptors - Math.min(RESERVE, descriptors / 2)));
    }

    /** Whether there may be one more connection. */
    boolean haveRoom() {
        return open.size() < most;
    }

    /** Counts the connection as open until it closes. */
    void add(Channel connection) {
        open.add(connection);
        if (open.size() == 1) {
            whenFirst.run();
        }
        connection.closeFuture().addListener(this);
    }

    /** The connection has an event loop now. If the worker already drains, the connection is told so. */
    void registered(Channel connection) {
        if (draining) {
            connection.pipeline().fireUserEventTriggered(Drain.STARTED);
        }
    }

    /** Runs the action whenever a first connection is open. */
    public void whenFirst(Runnable action) {
        whenFirst = action;
    }

    /** The connection is closed. A connection that was never registered does not say so itself. */
    void forget(Channel connection) {
        if (open.remove(connection) && open.isEmpty()) {
            whenEmpty.run();
        }
    }

    /** How many connections are open. */
    public int size() {
        return open.size();
    }

    /**
     * Tells every connection once that the worker drains. A connection that is not registered yet is told when it is.
     *
     * @param whenEmpty called when no connection is open any more; at once if none is
     */
    public void drain(Runnable whenEmpty) {
        this.whenEmpty = whenEmpty;
        if (!draining) {
            draining = true;
            for (Channel connection : new ArrayList<>(open)) {
                if (connection.isRegistered()) {
                    connection.pipeline().fireUserEventTriggered(Drain.STARTED);
                }
            }
        }
        if (open.isEmpty()) {
            whenEmpty.run();
        }
    }

    /** Closes every registered connection at once. Nothing is called when the last one is closed. */
    public void closeAll() {
        whenEmpty = () -> {};
        for (Channel connection : new ArrayList<>(open)) {
            if (connection.isRegistered()) {
                ChannelFuture unused = connection.close();
            }
        }
    }

    @Override
    public void operationComplete(ChannelFuture closed) {
        forget(closed.channel());
    }
}
