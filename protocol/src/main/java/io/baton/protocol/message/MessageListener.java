package io.baton.protocol.message;

import org.jspecify.annotations.Nullable;

/** Hears the messages of another process in the order in which they were sent. Called on the thread of the channel. */
@FunctionalInterface
public interface MessageListener {

    /**
     * A message came.
     *
     * @param message as {@link ValueCodec} reads it: null, Boolean, Number, String, List or Map
     * @param handle sent with the message, the listener's to use or close from here on; null if there was none, or if
     *     it could not be used, in which case the log says why
     */
    void message(@Nullable Object message, @Nullable Handle handle);
}
