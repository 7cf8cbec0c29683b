package io.baton.master.dispatch;

import io.baton.master.conductor.Clock;
import io.baton.protocol.Capabilities;
import io.baton.protocol.Message;
import io.baton.protocol.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** A worker that does nothing with what it is sent until the test says what. */
public final class FakeWorker implements Lane.Sender {

    /** What a worker does at once with a connection. */
    public interface Answer {
        void to(long seq) throws ProtocolException;
    }

    private final String name;
    private final Lane lane;
    private final List<Connection> got = new ArrayList<>();

    private Answer answer = seq -> {};

    public FakeWorker(String name, Clock clock, int window) {
        this.name = name;
        this.lane = new Lane(clock, this, window);
    }

    /** From now on it answers while it is sent one. */
    public void answersAtOnce(Answer atOnce) {
        answer = atOnce;
    }

    /** It says how many connections are open, how many computations run, and on how many threads they may. */
    public FakeWorker says(int open, int computing, int threads) {
        lane.said(new Message.Stats(0, open, computing, threads, Message.Stats.NOT_COUNTED, 0));
        return this;
    }

    /** It says that it has so many connections open. */
    public FakeWorker withOpen(int count) {
        return says(count, 0, 0);
    }

    /** It takes connections whose first bytes another worker has read. */
    FakeWorker takesLeftovers() {
        lane.peerIs(Capabilities.BATON);
        return this;
    }

    public FakeWorker inSlot(int number) {
        lane.slot(number);
        return this;
    }

    public Lane lane() {
        return lane;
    }

    /** It is sent this one, without a dispatcher. */
    public void gets(Connection connection) {
        lane.send(connection);
    }

    /** It owns this one now. */
    public void accepts(long seq) throws ProtocolException {
        lane.answered(seq, true);
    }

    /** It owns all that is on its way to it now. */
    public void acceptsAll() throws ProtocolException {
        int last = got.size();
        for (int seq = last - lane.onTheirWay(); seq < last; seq++) {
            accepts(seq);
        }
    }

    /** It would not take this one. */
    public void refuses(long seq) throws ProtocolException {
        lane.answered(seq, false);
    }

    /** All that it ever was sent, in order; the position is the number. */
    public List<Connection> got() {
        return got;
    }

    /** The number of what it was sent last. */
    public long lastSeq() {
        return got.size() - 1L;
    }

    @Override
    public long nextSeq() {
        return got.size();
    }

    @Override
    public void newConnection(Connection connection) {
        int seq = got.size();
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
