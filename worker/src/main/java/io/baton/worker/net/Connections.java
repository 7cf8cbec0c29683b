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

    private final Set<Channel> open = new HashSet<>();

    private Runnable whenFirst = () -> {};
    private Runnable whenEmpty = () -> {};
    private boolean draining;

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

    /** How many there are. */
    public int size() {
        return open.size();
    }

    /**
     * Tells every connection that the worker drains, one that is not registered yet when it is.
     *
     * @param whenEmpty called when none is left, at once if there is none
     */
    public void drain(Runnable whenEmpty) {
        this.whenEmpty = whenEmpty;
        draining = true;
        for (Channel connection : new ArrayList<>(open)) {
            if (connection.isRegistered()) {
                connection.pipeline().fireUserEventTriggered(Drain.STARTED);
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
        if (open.remove(closed.channel()) && open.isEmpty()) {
            whenEmpty.run();
        }
    }
}
