package io.baton.protocol.channel;

import io.baton.protocol.ProtocolException;
import io.baton.protocol.posix.Fd;

/** Hears what became of a handle that was sent: once, on the channel's event loop. */
@FunctionalInterface
public interface Delivery {

    /** What can become of a handle. */
    enum Outcome {
        /** The peer has it, open, as a descriptor of its own. */
        TAKEN,
        /** The peer could not open it, however often it was sent. */
        REFUSED,
        /** The channel ended first; the peer may have it or not. */
        CHANNEL_ENDED
    }

    /** The handle, which was borrowed until now, is all the owner's again. */
    void ended(Outcome outcome) throws ProtocolException;

    /** For a handle that is given away: closes this process's copy, whatever became of it. */
    static Delivery closing(Fd handle) {
        return outcome -> handle.close();
    }
}
