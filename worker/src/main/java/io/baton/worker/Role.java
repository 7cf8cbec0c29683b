package io.baton.worker;

import io.baton.protocol.Message;
import io.baton.protocol.MetricsMessage;
import io.baton.protocol.posix.Fd;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is to the process that started it: a cluster's worker or a forked child. {@link WorkerLife} is the same
 * for both and asks the role where they differ. Owned by the worker's event loop.
 */
interface Role {

    /** A value of {@link #finishMs}: until the last connection is closed. */
    long UNLIMITED = Long.MAX_VALUE;

    /**
     * Called first, before the channel is open.
     *
     * @return whether the process goes on: false if its master is dead already
     */
    boolean begin();

    /** Called when the channel is open. The application may still be starting. */
    void connected(PrimaryProxy parent);

    /** The application can serve. */
    void ready(PrimaryProxy parent);

    /** The parent answers a request to listen, without a socket. */
    void answered(Message.QueryReply reply);

    /**
     * The parent answers a request to listen with a socket.
     *
     * @param socket owned by the role from here on; null if it was lost on the way
     */
    void answered(Message.QueryReply reply, @Nullable Fd socket);

    /** The parent asks for what the application counts by itself. */
    void asked(MetricsMessage.AskMetrics question);

    /**
     * The last connection is closed.
     *
     * @param last closes the channel; called as soon as the role has nothing more to say
     */
    void leaves(Runnable last);

    /**
     * The parent replaces its program, as the same process.
     *
     * @param begins whether it is about to do so; false once it has
     * @return false if the parent has died meanwhile
     */
    boolean upgrade(boolean begins);

    /** The worker gives itself up. {@link #drains} follows. */
    void retires(PrimaryProxy parent, String reason);

    /** The worker takes no new connection from now on. */
    void drains(PrimaryProxy parent);

    /** The channel to the parent has ended. */
    void disconnected();

    /**
     * How long the worker finishes its connections after the channel has ended.
     *
     * @param phase the worker's phase when the channel ended
     * @return 0: not at all; {@link #UNLIMITED}: until the last one is closed
     */
    long finishMs(Phase phase);

    /** Whether the parent is dead, and has not only closed the channel. */
    boolean isOrphaned();
}
