package io.baton.protocol.channel;

import io.baton.protocol.Message;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.posix.Fd;
import org.jspecify.annotations.Nullable;

/** Hears what the peer says. All on the channel's event loop; each method may close the channel. */
public interface ChannelListener {

    /**
     * The peer took the oldest {@code newconn} of which it had said nothing yet ({@code NODE_HANDLE_ACK}), or found no
     * descriptor with its line ({@code NODE_HANDLE_NACK}).
     */
    void acknowledged(boolean taken) throws ProtocolException;

    /** The peer answers {@code newconn} number {@code ack}: it owns the connection now, or would not take it. */
    void accepted(long ack, boolean accepted) throws ProtocolException;

    /**
     * A connection for the listener {@code key} arrived.
     *
     * @param connection owned by this handler from here on; null if it was lost on the way
     */
    void newConnection(String key, long seq, @Nullable Fd connection) throws ProtocolException;

    /**
     * Any other message with a handle, which is acknowledged already.
     *
     * @param handle what came with it, owned by this handler from here on; null if it was lost on the way, or is not what
     *     the message says
     */
    void withHandle(Message.WithHandle message, @Nullable Fd handle) throws ProtocolException;

    /** Any other message without a handle. */
    void message(Message message) throws ProtocolException;

    /** All that one wake-up brought was reported. */
    default void readComplete() {}

    /** All that waited to be written is in the kernel. */
    default void writesDone() {}

    /** The channel has ended and its descriptor is closed; nothing is called after this. */
    void closed(ChannelEnd end);
}
