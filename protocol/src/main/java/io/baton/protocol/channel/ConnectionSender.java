package io.baton.protocol.channel;

import io.baton.protocol.HandleType;
import io.baton.protocol.HotLine;
import io.baton.protocol.Message;
import io.baton.protocol.MessageCodec;
import io.baton.protocol.Moved;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Msghdr;
import java.nio.ByteBuffer;

/** Sends connections of listeners over one channel, each at once and in one sendmsg(2) with its line. Event loop only. */
public final class ConnectionSender {

    private final HandleQueue handles;
    private final Msghdr msghdr;

    private boolean ended;

    ConnectionSender(HandleQueue handles, Msghdr msghdr) {
        this.handles = handles;
        this.msghdr = msghdr;
    }

    /**
     * Sends a {@code newconn} now: its line and the connection's descriptor in one sendmsg. Allocates nothing.
     *
     * @param prefix of the line, as by {@link HotLine#newConnectionPrefix}
     * @param seq the number of the message
     * @param connection borrowed until the other end has answered or the channel has ended
     * @return whether the kernel has it all; if not, {@link ChannelListener#writesDone} follows
     */
    public boolean send(byte[] prefix, long seq, Fd connection) {
        ByteBuffer line = outgoing();
        HotLine.putNewConnection(line, prefix, seq);
        return sendLine(line.position(), connection);
    }

    /**
     * Sends the {@code newconn} of a connection that another worker has served, as {@link #send}.
     *
     * @param moved goes on with it
     */
    public boolean sendMoved(String key, long seq, Moved moved, Fd connection) {
        byte[] line = MessageCodec.encode(
                new Message.WithHandle(HandleType.NET_NATIVE, new Message.NewConnection(seq, key, moved)));
        outgoing().put(line);
        return sendLine(line.length, connection);
    }

    /** The buffer for a line that goes with a descriptor, which is composed from index 0 on. */
    ByteBuffer outgoing() {
        return msghdr.outgoing().clear();
    }

    /** Sends the first {@code length} bytes of {@link #outgoing} with a descriptor, as {@link #send}. */
    boolean sendLine(int length, Fd connection) {
        return !ended && handles.sendConnection(length, connection, msghdr);
    }

    /** The channel has ended: nothing is sent any more. */
    void end() {
        ended = true;
    }
}
