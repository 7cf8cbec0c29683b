package io.baton.protocol.message;

import java.io.IOException;

/**
 * There is no channel to the other process any more: it was disconnected here or there, or the process is dead. What Node
 * calls {@code ERR_IPC_CHANNEL_CLOSED}. Whether a message that fails with this was received is not known.
 */
public final class ChannelClosedException extends IOException {

    private static final long serialVersionUID = 1L;

    ChannelClosedException(String reason) {
        super("channel closed: " + reason);
    }
}
