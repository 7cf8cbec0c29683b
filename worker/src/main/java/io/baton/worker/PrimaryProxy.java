package io.baton.worker;

import io.baton.protocol.Capabilities;
import io.baton.protocol.HandleType;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.Message;
import io.baton.protocol.MetricsMessage;
import io.baton.protocol.Moved;
import io.baton.protocol.MovingMessage;
import io.baton.protocol.OpenConnection;
import io.baton.protocol.channel.Delivery;
import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.posix.Fd;
import io.baton.worker.spi.Load;
import java.util.List;

/** Says the worker's words to its master, and numbers them. Owned by the event loop. */
final class PrimaryProxy {

    private final IpcChannel channel;

    private long seq;

    PrimaryProxy(IpcChannel channel) {
        this.channel = channel;
    }

    void online() {
        send(new Message.Online(seq++, Capabilities.BATON));
    }

    /** Asks to listen. Returns the number of the request, which the answer repeats. */
    long queryServer(ListenRequest request) {
        long number = seq++;
        send(new Message.QueryServer(number, request));
        return number;
    }

    void listening(ListenRequest bound) {
        send(new Message.Listening(seq++, bound));
    }

    void stats(int open, Load load) {
        send(new Message.Stats(
                seq++, open, load.running() + load.waiting(), load.threads(), load.requests(), load.progress()));
    }

    void retire(String reason) {
        send(new Message.Retire(seq++, reason));
    }

    /** A signal asked this worker to end. It serves until the master lets it go, and asks for a successor. */
    void release(String reason) {
        send(new Message.Release(seq++, reason));
    }

    void close(String key) {
        send(new Message.Close(seq++, key));
    }

    /** Answers the connection of number {@code ack}. */
    void answer(long ack, boolean accepted) {
        channel.answer(ack, accepted, seq++);
    }

    /** Says that the request of number {@code ack} was obeyed. */
    void reply(long ack) {
        send(new Message.Reply(ack, seq++));
    }

    /**
     * Gives a connection back.
     *
     * @param key of the listener that it came through
     * @param connection borrowed until the delivery has ended
     */
    void giveBack(String key, Moved moved, Fd connection, Delivery delivery) {
        channel.send(
                new Message.WithHandle(HandleType.NET_SOCKET, new MovingMessage.Returned(seq++, key, moved)),
                connection,
                delivery);
    }

    /** So many connections are on their way, as the request of number {@code ack} asked. */
    void gaveBack(long ack, int count, String why) {
        send(new MovingMessage.GaveBack(ack, seq++, count, why));
    }

    /** Tells of connections, as the request of number {@code ack} asked. */
    void connections(long ack, boolean more, List<OpenConnection> list) {
        send(new MovingMessage.Connections(ack, seq++, more, list));
    }

    /**
     * Tells the application's metrics, as the request of number {@code ack} asked.
     *
     * @param why there is no text; empty if there is one
     */
    void metrics(long ack, String text, String why) {
        int from = 0;
        for (; text.length() - from > MetricsMessage.PART; from += MetricsMessage.PART) {
            send(new MetricsMessage.Metrics(ack, seq++, true, text.substring(from, from + MetricsMessage.PART), ""));
        }
        send(new MetricsMessage.Metrics(ack, seq++, false, text.substring(from), why));
    }

    /** The master is Baton's, and so many connections may be on their way to it. */
    void primaryTakesBack(int several) {
        channel.peerIs(new Capabilities(Capabilities.BATON.version(), several));
    }

    /** A socket that came with this key is closed. */
    void socketClosed(String key) {
        channel.sockets().closed(key);
    }

    /** Closes the channel once everything said is delivered. */
    void leave() {
        channel.closeWhenDelivered("leaving");
    }

    /** Closes the channel. */
    void close() {
        channel.close("exiting");
    }

    private void send(Message message) {
        channel.send(message);
    }
}
