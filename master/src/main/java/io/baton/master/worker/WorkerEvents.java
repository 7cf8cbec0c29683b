package io.baton.master.worker;

import io.baton.master.dispatch.Return;
import io.baton.master.spawn.ExitStatus;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Fd;

/** Hears from a {@link WorkerHandle} what concerns more than that worker. Called on the conductor. */
public interface WorkerEvents {

    /** The worker asks to serve a listener. It is answered by its methods as a {@link io.baton.master.listen.Peer}. */
    void listenAsked(WorkerHandle worker, Message.QueryServer query);

    /** The worker has closed the listener with this key. */
    void listenEnded(WorkerHandle worker, String key);

    /**
     * The worker could take connections.
     *
     * @param reason why
     * @return whether it is warmed up first; it is then told {@link WorkerHandle#isReady} when it is warm
     */
    default boolean warmsUp(WorkerHandle worker, String reason) {
        return false;
    }

    /** The worker takes connections from now on. */
    void ready(WorkerHandle worker);

    /** The worker, ready or not yet, takes nothing new from now on. What it asks for is not answered any more. */
    void leaves(WorkerHandle worker);

    /** Whether other workers serve what this one does, so that its connections may go on to them. */
    default boolean othersServe(WorkerHandle worker) {
        return false;
    }

    /**
     * The worker gives back a connection of a listener that it serves, or served.
     *
     * @param connection taken over if this succeeds
     * @return whether it did; false if there is no such listener
     */
    default boolean returned(WorkerHandle worker, String key, Fd connection, Return given) {
        return false;
    }

    /** The worker leaves of its own will, and should be replaced. */
    void retires(WorkerHandle worker);

    /** A signal from elsewhere asked the worker to end. It serves until this master tells it to leave. */
    void asksToLeave(WorkerHandle worker, String reason);

    /** The program in the worker says something that is not for the master. */
    default void says(WorkerHandle worker, Message.User words) {}

    /** The worker is dead. Its lane still holds the connections that it never accepted. */
    void dead(WorkerHandle worker, ExitStatus status);
}
