package io.baton.protocol.message;

import java.io.IOException;

/**
 * The channel to the other process has ended: it was disconnected here or there, or the process is dead. Node's
 * {@code ERR_IPC_CHANNEL_CLOSED}. A message that fails with this may have been received or not.
 */
public final class ChannelClosedException extends IOException {

    private static final long serialVersionUID = 1L;

    ChannelClosedException(String reason) {
        super("channel closed: " + reason);
    }
}
