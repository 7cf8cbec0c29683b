package io.baton.master.dispatch;

import io.baton.master.conductor.Clock;
import io.baton.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** A worker that does nothing with what it is sent until the test says what. */
final class FakeTarget implements Target {

    /** What a worker does at once with a connection. */
    interface Answer {
        void to(long seq) throws ProtocolException;
    }

    private final String name;
    private final Clock clock;
    private final Window window;
    private final List<Connection> got = new ArrayList<>();

    private int open = UNKNOWN;
    private int seat;
    private Answer answer = seq -> {};

    FakeTarget(String name, Clock clock, int window) {
        this.name = name;
        this.clock = clock;
        this.window = new Window(window);
    }

    /** From now on it answers within {@link #handOver}. */
    void answersAtOnce(Answer atOnce) {
        answer = atOnce;
    }

    /** From now on it has so many connections open, with those on their way. */
    FakeTarget withOpen(int count) {
        open = count;
        return this;
    }

    FakeTarget inSeat(int number) {
        seat = number;
        return this;
    }

    @Override
    public int open() {
        return open;
    }

    @Override
    public int seat() {
        return seat;
    }

    /** All that it ever was sent, in order; the position is the number. */
    List<Connection> got() {
        return got;
    }

    /** The number of what it was sent last. */
    long lastSeq() {
        return got.size() - 1L;
    }

    @Override
    public Window window() {
        return window;
    }

    @Override
    public void handOver(Connection connection) {
        int seq = got.size();
        window.add(seq, connection, clock.nanoTime());
        got.add(connection);
        try {
            answer.to(seq);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
