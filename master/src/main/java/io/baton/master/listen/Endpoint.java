package io.baton.master.listen;

import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * A socket that workers serve together, whichever way its connections come to them. Where they come without the master,
 * it has nothing to do but to keep the socket. The conductor's.
 */
interface Endpoint {

    /** What the socket is bound to, with the real port. */
    ListenAddress address();

    /** Whether clients still come here: false when its path was removed or is another file by now. */
    boolean isReachable();

    /** Tells a worker that asked for it how it serves. */
    void answer(Peer worker, Message.QueryServer query, String key, @Nullable String data) throws PosixException;

    /** The worker, which serves here, gets connections from now on. */
    default void admit(Peer worker) {}

    /** The worker gets nothing new from now on. */
    default void dismiss(Peer worker) {}

    /** Takes what the kernel has completed already, then listens no more. */
    void close();

    /**
     * After {@link #close}: what waits, or comes back, goes to a worker, or ends now if there is none.
     *
     * @param whenEmpty called once, when nothing waits any more
     */
    default void empty(Runnable whenEmpty) {
        whenEmpty.run();
    }

    /** Ends what waits here now. */
    default void endHeld() {}
}
