package io.baton.master.worker;

import io.baton.master.spawn.ExitStatus;
import io.baton.protocol.Message;

/** Hears from a {@link WorkerHandle} what concerns more than that worker. On the conductor. */
public interface WorkerEvents {

    /** It wants to serve a listener; answers by its methods as a {@link io.baton.master.listen.Peer}. */
    void listenAsked(WorkerHandle worker, Message.QueryServer query);

    /** It serves no longer what it served under this key. */
    void listenEnded(WorkerHandle worker, String key);

    /** It takes connections from now on. */
    void ready(WorkerHandle worker);

    /** It takes nothing new from now on, ready or not yet; what it asks for is not answered any more. */
    void leaves(WorkerHandle worker);

    /** It will leave of its own will, and should be replaced. */
    void retires(WorkerHandle worker);

    /** It was asked to end, not by this master, and serves until it is told to leave. */
    void asksToLeave(WorkerHandle worker, String reason);

    /** Words of its program's, which are not for the master. */
    default void says(WorkerHandle worker, Message.User words) {}

    /** It is gone; its lane holds what it never accepted. */
    void dead(WorkerHandle worker, ExitStatus status);
}
