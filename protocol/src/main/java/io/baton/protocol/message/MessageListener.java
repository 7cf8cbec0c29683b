package io.baton.protocol.message;

import org.jspecify.annotations.Nullable;

/** Hears the messages of another process, in the order in which they were sent, on the thread of the channel. */
@FunctionalInterface
public interface MessageListener {

    /**
     * A message came.
     *
     * @param message what {@link ValueCodec} makes of it: null, Boolean, Number, String, List or Map
     * @param handle what came with it, the listener's from here on, to use or to close; null if nothing did, or if it could
     *     not be used, of which the log says why
     */
    void message(@Nullable Object message, @Nullable Handle handle);
}
