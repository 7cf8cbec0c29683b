package io.baton.master.worker;

import io.baton.master.dispatch.Connection;
import io.baton.master.dispatch.Lane;
import io.baton.master.dispatch.Return;
import io.baton.protocol.Capabilities;
import io.baton.protocol.HandleType;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.MetricsMessage;
import io.baton.protocol.MovingMessage;
import io.baton.protocol.channel.ChannelRemains;
import io.baton.protocol.channel.Delivery;
import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.posix.Fd;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Says to one worker what the master says, each message with the next number; nothing without a channel. Conductor
 * thread only.
 */
final class WorkerProxy implements Lane.Sender {

    private static final Logger LOG = System.getLogger(WorkerProxy.class.getName());

    /** Less than the limit at which a channel takes its other end for broken. */
    private static final long MAX_RELAYED_BYTES = 6 << 20;

    private @Nullable IpcChannel channel;
    private Capabilities capabilities = Capabilities.NODE;
    private long seq;
    private boolean moves;

    /** Bytes of other workers' words since everything sent was last in the kernel. */
    private long relayedBytes;

    /** From now on messages go over this channel. */
    void connect(IpcChannel open) {
        channel = open;
    }

    /**
     * From now on messages go over this channel, on which the former image of this master has sent others.
     *
     * @param open null if it has ended
     */
    void goOn(@Nullable IpcChannel open, Capabilities said, long next) {
        channel = open;
        seq = next;
        peerIs(said);
    }

    /** What the worker can do, as it said; nothing until it did. */
    Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public long nextSeq() {
        return seq;
    }

    @Override
    public void newConnection(Connection connection) {
        long number = seq++;
        if (channel == null) {
            return;
        }
        Return given = connection.given();
        if (given == null || !moves) {
            channel.connections().send(connection.linePrefix(), number, connection.socket());
        } else {
            channel.connections().sendMoved(connection.key(), number, given.moved(), connection.socket());
        }
    }

    /** The worker may serve where it asked to, and will be sent connections. */
    void serve(Message.QueryServer query, String key, ListenAddress bound, @Nullable String data) {
        send(new Message.QueryReply(query.seq(), seq++, 0, key, bound, data));
    }

    /**
     * The worker may serve where it asked to, with the socket itself.
     *
     * @param socket owned by this proxy from here on
     */
    void serve(Message.QueryServer query, String key, @Nullable String data, HandleType type, Fd socket) {
        Message reply = new Message.QueryReply(query.seq(), seq++, 0, key, null, data);
        if (channel == null || channel.isClosed()) {
            socket.close();
        } else {
            channel.send(new Message.WithHandle(type, reply), socket, outcome -> served(socket, outcome));
        }
    }

    private static void served(Fd socket, Delivery.Outcome outcome) {
        socket.close();
        if (outcome == Delivery.Outcome.REFUSED) {
            LOG.log(Level.WARNING, "a worker has no descriptor left for a socket that it asked for");
        }
    }

    /** The worker may not serve where it asked to, for this positive error number. */
    void refuse(Message.QueryServer query, String key, int errno) {
        send(new Message.QueryReply(query.seq(), seq++, -errno, key, null));
    }

    /**
     * The worker is to take nothing new, to finish what it has, and to leave.
     *
     * @param move whether it may give connections back; a worker that cannot takes no notice
     */
    void disconnect(boolean move) {
        send(new Message.Disconnect(seq++, move));
    }

    /** The worker is to give connections back. Returns the number that its answer will name. */
    long giveBack(int count, long id) {
        send(new MovingMessage.GiveBack(seq, count, id));
        return seq++;
    }

    /** The worker is to tell of its connections. Returns the number that its answer will name. */
    long askConnections(long after) {
        send(new MovingMessage.AskConnections(seq, after));
        return seq++;
    }

    /** The worker is to tell the metrics that its application counts. */
    void askMetrics() {
        send(new MetricsMessage.AskMetrics(seq++));
    }

    /** The master is about to replace its program, or has done so. Returns the number of the message. */
    long upgrade(boolean begins) {
        long number = seq++;
        send(new MovingMessage.Upgrade(number, begins));
        return number;
    }

    /** Whether all that was sent is in the kernel, and the worker has taken each handle. */
    boolean isQuiet() {
        return channel == null || channel.isClosed() || ChannelRemains.of(channel) != null;
    }

    /** What the next image of this master needs to go on with the channel; null if it has ended. */
    @Nullable
    ChannelRemains remains() {
        return channel == null || channel.isClosed() ? null : ChannelRemains.of(channel);
    }

    /** An answer without content. */
    void reply(long ack) {
        send(new Message.Reply(ack, seq++));
    }

    /**
     * Passes on what another worker said.
     *
     * @return false if it was not sent, because the worker does not read and much waits for it already
     */
    boolean relay(Message.User words) {
        if (channel == null || channel.isClosed()) {
            return true;
        }
        relayedBytes = channel.allWritten() ? 0 : relayedBytes;
        // A character has up to three bytes.
        long bytes = 3L * words.json().length();
        if (relayedBytes + bytes > MAX_RELAYED_BYTES) {
            return false;
        }
        relayedBytes += bytes;
        channel.send(words);
        return true;
    }

    /** The worker has said what it can do. */
    void peerIs(Capabilities said) {
        moves = said.movesConnections();
        capabilities = said;
        if (channel != null) {
            channel.peerIs(said);
        }
    }

    /** Whether the channel is open: the worker may still say something, or what it said is not read to the end. */
    boolean isOpen() {
        return channel != null && !channel.isClosed();
    }

    /** Reads the last words of a dead worker. The end of the channel is reported before this returns. */
    void readToEnd() {
        if (channel != null) {
            channel.readToEndAndClose();
        }
    }

    private void send(Message message) {
        if (channel != null) {
            channel.send(message);
        }
    }
}
