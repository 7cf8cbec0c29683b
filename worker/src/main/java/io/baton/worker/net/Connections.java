package io.baton.worker.net;

import io.baton.worker.spi.Drain;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/** The open connections of a worker. The event loop's. */
public final class Connections implements ChannelFutureListener {

    /** Descriptors for the JVM and for what the application opens. */
    private static final long RESERVE = 64;

    private final int most;
    private final Set<Channel> open = new HashSet<>();

    private Runnable whenFirst = () -> {};
    private Runnable whenEmpty = () -> {};
    private boolean draining;

    /** None yet, and never more than so many. */
    public Connections(int most) {
        this.most = most;
    }

    /** How many connections leave something of so many descriptors for everything else: half of them, 64 at most. */
    public static int mostWithin(long descriptors) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, descriptors - Math.min(RESERVE, descriptors / 2)));
    }

    /** Whether there may be one more. */
    boolean haveRoom() {
        return open.size() < most;
    }

    /** Knows the connection until it closes. */
    void add(Channel connection) {
        open.add(connection);
        if (open.size() == 1) {
            whenFirst.run();
        }
        connection.closeFuture().addListener(this);
    }

    /** It has an event loop now: tells it what it missed. */
    void registered(Channel connection) {
        if (draining) {
            connection.pipeline().fireUserEventTriggered(Drain.STARTED);
        }
    }

    /** Has the action run whenever there is a connection after there was none. */
    public void whenFirst(Runnable action) {
        whenFirst = action;
    }

    /** It is closed, or was and will not say so: one that was never registered. */
    void forget(Channel connection) {
        if (open.remove(connection) && open.isEmpty()) {
            whenEmpty.run();
        }
    }

    /** How many there are. */
    public int size() {
        return open.size();
    }

    /**
     * Tells every connection that the worker drains, once, and one that is not registered yet when it is.
     *
     * @param whenEmpty called when none is left, at once if there is none
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

    /** Closes every one that is registered at once, and tells nobody when none is left. */
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
