package io.baton.protocol.channel;

import io.baton.protocol.Message;
import io.baton.protocol.Moved;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.posix.Fd;
import org.jspecify.annotations.Nullable;

/** Hears the other end of a channel. Called on the channel's event loop; each method may close the channel. */
public interface ChannelListener {

    /**
     * The other end acknowledged the oldest unacknowledged {@code newconn}.
     *
     * @param taken true for {@code NODE_HANDLE_ACK}; false for {@code NODE_HANDLE_NACK}: the line came without its
     *     descriptor
     */
    void acknowledged(boolean taken) throws ProtocolException;

    /** The other end answered {@code newconn} number {@code ack}: it owns the connection now, or refuses it. */
    void accepted(long ack, boolean accepted) throws ProtocolException;

    /**
     * A connection of the listener {@code key} arrived.
     *
     * @param key the same object for every connection of a listener, unless the channel has very many listeners
     * @param connection owned by this listener from here on; null if it was lost on the way
     */
    void newConnection(String key, long seq, @Nullable Fd connection) throws ProtocolException;

    /**
     * A connection arrived that another worker has served. It is answered as a new one.
     *
     * @param key as of {@link #newConnection}
     * @param moved goes on with it
     * @param connection as of {@link #newConnection}
     */
    default void movedConnection(String key, long seq, Moved moved, @Nullable Fd connection) throws ProtocolException {
        if (connection != null) {
            connection.close();
        }
        throw new ProtocolException("newconn: a connection that was served before (expected: a new one)");
    }

    /**
     * Any other message with a handle arrived. The handle is acknowledged already.
     *
     * @param handle owned by this listener from here on; null if it was lost on the way, or is not of the kind that the
     *     message names
     */
    void withHandle(Message.WithHandle message, @Nullable Fd handle) throws ProtocolException;

    /** Any other message arrived. */
    void message(Message message) throws ProtocolException;

    /** Everything that this wake-up brought has been reported. */
    default void readComplete() {}

    /** Everything that waited to be written is in the kernel. */
    default void writesDone() {}

    /** The channel has ended and its descriptor is closed. No method is called after this. */
    void closed(ChannelEnd end);
}
