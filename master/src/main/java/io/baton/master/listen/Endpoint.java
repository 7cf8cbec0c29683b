package io.baton.master.listen;

import io.baton.protocol.ListenAddress;

/** A socket that workers serve together under one key, whichever way connections come to them. The conductor's. */
interface Endpoint {

    /** What the socket is bound to, with the real port. */
    ListenAddress address();

    /** The worker, which serves here, gets connections from now on. */
    void admit(Peer worker);

    /** The worker gets nothing new from now on. */
    void dismiss(Peer worker);

    /** The worker can take one more connection than a moment ago. */
    void workerHasRoom();

    /** Takes what the kernel has completed already, then listens no more. */
    void close();

    /**
     * After {@link #close}: what waits, or comes back, goes to a worker, or ends now if there is none.
     *
     * @param whenEmpty called once, when nothing waits any more
     */
    void empty(Runnable whenEmpty);

    /** Ends what waits here now. */
    void endHeld();
}
