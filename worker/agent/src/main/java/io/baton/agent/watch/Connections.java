package io.baton.agent.watch;

import io.baton.agent.channel.Primary;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import sun.nio.ch.SocketWatch;

/**
 * Every connection that the server has accepted, and what is known of its requests. The server's threads tell of reads and
 * writes; the thread of the channel counts, and has connections given back.
 */
public final class Connections implements SocketWatch {

    private final Sockets sockets;
    private final boolean observe;
    private final Returns returns;
    private final Table table = new Table();
    private final AtomicLong lastId = new AtomicLong();
    private final LongAdder answered = new LongAdder();
    private final Counts counts = new Counts();
    private final Endings endings = new Endings();

    /**
     * None is open yet.
     *
     * @param observe whether the bytes are looked at; otherwise every connection is opaque
     */
    public Connections(Primary primary, Sockets sockets, boolean observe) {
        this.sockets = sockets;
        this.observe = observe;
        returns = new Returns(primary, sockets);
    }

    /** The server has accepted a connection, and {@link Primary#accepted} has returned true. By the thread that accepted. */
    public void opened(int fd, String key, long requests, long ageMs) {
        table.put(fd, new Connection(fd, key, lastId.incrementAndGet(), requests, ageMs, observe));
    }

    /**
     * The server has accepted a connection itself, on a socket that it shares with other workers. It is counted, so that the
     * worker does not leave before it is done; the master did not accept it, so it never goes back.
     */
    public void accepted(int fd) {
        opened(fd, "", 0, 0);
    }

    /** Whether the descriptor is a connection that is counted. */
    public boolean has(int fd) {
        return table.at(fd) != null;
    }

    @Override
    public boolean mayRead(int fd) {
        Connection connection = table.at(fd);
        return connection == null || connection.enterRead(returns);
    }

    @Override
    public void hasRead(int fd, long address, int count) {
        Connection connection = table.at(fd);
        if (connection != null) {
            connection.hasRead(address, count);
        }
    }

    @Override
    public void hasReadParts(int fd, long vector, int parts, long count) {
        Connection connection = table.at(fd);
        if (connection != null) {
            connection.hasReadParts(vector, parts, count);
        }
    }

    @Override
    public boolean mayWrite(int fd) {
        Connection connection = table.at(fd);
        return connection == null || connection.enter();
    }

    @Override
    public void hasWritten(int fd, long address, int count) {
        Connection connection = table.at(fd);
        if (connection != null) {
            wrote(connection.hasWritten(address, count, returns));
        }
    }

    @Override
    public void hasWrittenParts(int fd, long vector, int parts, long count) {
        Connection connection = table.at(fd);
        if (connection != null) {
            wrote(connection.hasWrittenParts(vector, parts, count, returns));
        }
    }

    @Override
    public void hasSentFile(int fd, long count) {
        Connection connection = table.at(fd);
        if (connection != null) {
            wrote(connection.hasSentFile(count, returns));
        }
    }

    private void wrote(int requestsAnswered) {
        if (requestsAnswered > 0) {
            answered.add(requestsAnswered);
        }
    }

    @Override
    public boolean mayShutDown(int fd, boolean input, boolean output) {
        Connection connection = table.at(fd);
        return connection == null || connection.shutsDown(output, returns);
    }

    @Override
    public void closes(int fd) {
        Connection connection = table.at(fd);
        if (connection != null) {
            connection.closes(returns);
            table.remove(fd);
        }
    }

    /** What all connections do now, in an object that the next call fills again. By the thread of the channel. */
    public Counts counts() {
        long now = System.nanoTime();
        counts.begin(answered.sum());
        for (int fd = 0; fd < table.size(); fd++) {
            Connection connection = table.at(fd);
            if (connection != null) {
                connection.count(counts, now);
            }
        }
        return counts;
    }

    /**
     * The worker leaves. Each connection goes back when it is idle, or before its next request is read; not all that are
     * idle go at once, see {@link #giveBackIdle}.
     *
     * @param move whether other workers serve; if not, nothing is given back
     */
    public void leave(boolean move) {
        if (move) {
            returns.want();
            boolean unused = giveBackIdle();
        }
    }

    /**
     * Gives back idle connections until the channel has no room, if the worker {@link #leave leaves}. To be called again
     * when it has.
     *
     * @return whether none is left
     */
    public boolean giveBackIdle() {
        if (returns.areWanted()) {
            for (int fd = 0; fd < table.size(); fd++) {
                Connection connection = table.at(fd);
                if (connection != null && !connection.leaveIfIdle(returns)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Gives back so many idle connections at most, the one that was idle for longest first. The server serves on.
     *
     * @param id of the only connection that is meant; 0 for any
     */
    public Given giveBack(int count, long id) {
        List<Connection> idle = new ArrayList<>();
        String why = id == 0 ? "no connection is idle" : "there is no connection " + id;
        for (Connection connection : all(0)) {
            if (id != 0 && connection.id() != id) {
                continue;
            }
            String obstacle = connection.obstacle();
            if (connection.canLeave()) {
                idle.add(connection);
            } else if (id != 0 || !obstacle.isEmpty()) {
                why = obstacle.isEmpty() ? "a request is on its way" : obstacle;
            }
        }
        long now = System.nanoTime();
        idle.sort(new ByQuiet(now));
        int given = 0;
        for (int i = 0; i < idle.size() && given < count; i++) {
            given += idle.get(i).leaveIfIdle(returns) && idle.get(i).isGone() ? 1 : 0;
        }
        if (given == 0 && !idle.isEmpty()) {
            why = "a request came first";
        }
        return new Given(given, given == 0 ? why : "");
    }

    /** Tells of the connections with higher numbers than this, in the order of their numbers. */
    public List<Description> list(long after) {
        long now = System.nanoTime();
        List<Description> list = new ArrayList<>();
        for (Connection connection : all(after)) {
            list.add(connection.describe(sockets, now));
        }
        return list;
    }

    private List<Connection> all(long after) {
        List<Connection> all = new ArrayList<>();
        for (int fd = 0; fd < table.size(); fd++) {
            Connection connection = table.at(fd);
            if (connection != null && connection.id() > after && !connection.isGone()) {
                all.add(connection);
            }
        }
        all.sort(new ById());
        return all;
    }

    /**
     * Ends connections that might last for ever.
     *
     * @param silenceNanos for which a connection must have been silent, so that it does not end in the middle of a message.
     *     The server does the rest then. 0 for an end at once
     */
    public void end(long silenceNanos) {
        end(silenceNanos, System.nanoTime());
    }

    void end(long silenceNanos, long nowNanos) {
        for (int fd = 0; fd < table.size(); fd++) {
            Connection connection = table.at(fd);
            if (connection != null
                    && (silenceNanos == 0
                            ? connection.cut(sockets)
                            : connection.askToEnd(sockets, silenceNanos, nowNanos))) {
                endings.add(connection.obstacle());
            }
        }
    }

    /** How many connections were given back. */
    public long moved() {
        return returns.count();
    }

    /** What became of the connections while the worker left, in words. To be called at its end. */
    public Endings endings() {
        for (Connection connection : all(0)) {
            if (!connection.isEnded()) {
                endings.add(connection.obstacle());
            }
        }
        return endings;
    }
}
