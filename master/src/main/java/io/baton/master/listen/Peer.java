package io.baton.master.listen;

import io.baton.master.dispatch.Target;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import org.jspecify.annotations.Nullable;

/** A worker as the listening side sees it: it asks to serve, is answered, and is sent connections. The conductor's. */
public interface Peer extends Target {

    /**
     * Tells the worker whether it may serve where it asked to.
     *
     * @param errno 0, or a negative error number
     * @param key the name of the listener in all that is said of it from now on
     * @param bound what the listener is bound to; null if nothing is
     */
    void answer(Message.QueryServer query, int errno, String key, @Nullable ListenAddress bound);
}
