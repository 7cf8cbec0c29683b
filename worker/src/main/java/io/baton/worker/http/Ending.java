package io.baton.worker.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Ends a connection whose last answer is given. It closes the channel once the answer is in the kernel. If the client
 * may still be sending, it ends the sending first and reads on for a while ({@link LingeringClose}). Owned by the event
 * loop of its channel.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the connection ends in any case
final class Ending implements ChannelFutureListener {
    private static final Logger LOG = System.getLogger(Ending.class.getName());

    private final HttpConnection connection;
    private final Limits limits;

    Ending(HttpConnection connection, Limits limits) {
        this.connection = connection;
        this.limits = limits;
    }

    /**
     * Closes the channel and frees its memory at once. Netty removes a closed channel's handlers only after it has
     * looked at every channel that is ready, which may be thousands.
     */
    static void drop(HttpConnection connection, Channel channel) {
        LOG.log(Level.DEBUG, () -> channel + " closed: too many bytes are kept for slow clients");
        channel.pipeline().remove(connection);
        channel.pipeline().remove(connection.decoder());
        channel.close();
    }

    @Override
    public void operationComplete(ChannelFuture sent) {
        Channel channel = sent.channel();
        if (connection.clientMaySend() && sent.isSuccess()) {
            channel.pipeline().replace(connection, null, new LingeringClose(channel, limits));
            channel.pipeline().remove(connection.decoder());
        } else {
            channel.close();
        }
    }
}
