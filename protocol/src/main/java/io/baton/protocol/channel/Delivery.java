package io.baton.protocol.channel;

import io.baton.protocol.ProtocolException;
import io.baton.protocol.posix.Fd;

/** Hears the outcome of a handle that was sent. Called once, on the channel's event loop. */
@FunctionalInterface
public interface Delivery {

    /** The outcomes of a handle that was sent. */
    enum Outcome {
        /** The other end has a descriptor of its own for it. */
        TAKEN,
        /** The other end could not open it, although it was sent several times. */
        REFUSED,
        /** The channel ended first. The other end may have the handle or not. */
        CHANNEL_ENDED
    }

    /** The handle was borrowed until now. From now on only its owner uses it. */
    void ended(Outcome outcome) throws ProtocolException;

    /** Closes this process's copy of a handle that is given away, whatever the outcome. */
    static Delivery closing(Fd handle) {
        return outcome -> handle.close();
    }
}
