package io.baton.worker.net;

import io.baton.protocol.OpenConnection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.epoll.EpollTcpInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Keeps the open connections of a worker, in the order in which they came. Owned by the event loop. */
public final class Connections implements ChannelFutureListener {

    /** Descriptors left to the JVM and to the application. */
    private static final long RESERVE = 64;

    private final int most;
    private final Map<Channel, Connection> open = new LinkedHashMap<>();

    private Runnable whenFirst = () -> {};
    private Runnable whenEmpty = () -> {};
    private Consumer<Connection> whenRegistered = connection -> {};
    private long lastId;
    private int underway;

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
    void add(Connection connection) {
        connection.numbered(++lastId);
        open.put(connection.channel(), connection);
        if (open.size() == 1) {
            whenFirst.run();
        }
        connection.channel().closeFuture().addListener(this);
    }

    /** The connection has an event loop now. If the worker already drains, the connection is treated like the others. */
    void registered(Channel channel) {
        Connection connection = open.get(channel);
        if (connection != null) {
            whenRegistered.accept(connection);
        }
    }

    /** Runs the action whenever a first connection is open. */
    public void whenFirst(Runnable action) {
        whenFirst = action;
    }

    /** The connection is closed. A connection that was never registered does not say so itself. */
    void forget(Channel channel) {
        if (open.remove(channel) != null) {
            tellIfEmpty();
        }
    }

    /** How many connections are open. */
    public int size() {
        return open.size();
    }

    /** The open connections. The list is a copy, because each of them may close while it is read. */
    List<Connection> all() {
        return new ArrayList<>(open.values());
    }

    /** Whether no open connection has this number. */
    boolean hasNone(long id) {
        for (Connection connection : open.values()) {
            if (connection.id() == id) {
                return false;
            }
        }
        return true;
    }

    /** The connections with higher numbers than this, so many at most. */
    public List<OpenConnection> describe(long after, int atMost) {
        EpollTcpInfo info = new EpollTcpInfo();
        List<OpenConnection> described = new ArrayList<>();
        for (Connection connection : open.values()) {
            if (connection.id() > after && described.size() < atMost) {
                described.add(connection.describe(info));
            }
        }
        return described;
    }

    /** A connection is open no more, but it may come back. Until {@link #arrived} there is more to wait for. */
    void departs() {
        underway++;
    }

    /** A connection that departed is with its new owner, or is open again. */
    void arrived() {
        underway--;
        tellIfEmpty();
    }

    /** How many connections are open no more and may come back. */
    int underway() {
        return underway;
    }

    /**
     * Tells every connection that was not told yet that the worker drains. A connection that is not registered yet is
     * told when it is.
     *
     * @param whenEmpty called when no connection is open any more; at once if none is
     */
    public void drain(Runnable whenEmpty) {
        drain(Connection::tellDrain, whenEmpty);
    }

    /**
     * Treats every registered connection in this way, and every other when it is registered.
     *
     * @param whenEmpty as above
     */
    void drain(Consumer<Connection> each, Runnable whenEmpty) {
        this.whenEmpty = whenEmpty;
        whenRegistered = each;
        for (Connection connection : all()) {
            if (connection.channel().isRegistered()) {
                each.accept(connection);
            }
        }
        tellIfEmpty();
    }

    /** Closes every registered connection at once. Nothing is called when the last one is closed. */
    public void closeAll() {
        whenEmpty = () -> {};
        for (Connection connection : all()) {
            if (connection.channel().isRegistered()) {
                // The first lets handlers say goodbye, as TLS does. Some would then wait for the client.
                ChannelFuture unused = connection.channel().close();
                connection.channel().unsafe().close(connection.channel().voidPromise());
            }
        }
    }

    @Override
    public void operationComplete(ChannelFuture closed) {
        forget(closed.channel());
    }

    private void tellIfEmpty() {
        if (open.isEmpty() && underway == 0) {
            whenEmpty.run();
        }
    }
}
