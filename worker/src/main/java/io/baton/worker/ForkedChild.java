package io.baton.worker;

import io.baton.protocol.Message;
import io.baton.protocol.MetricsMessage;
import io.baton.protocol.posix.Fd;
import io.baton.worker.spi.Listener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * A child that no cluster started, but for example {@code child_process.fork}. It listens nowhere and serves the
 * sockets that its parent sends. It finishes them when the parent is gone. Owned by the worker's event loop.
 */
final class ForkedChild implements Role {

    private static final Logger LOG = System.getLogger(ForkedChild.class.getName());

    private final WorkerLife worker;
    private final Listener listener;

    /**
     * The role of a forked child.
     *
     * @param listener the listener that all its connections are said to come through
     */
    ForkedChild(WorkerLife worker, Listener listener) {
        this.worker = worker;
        this.listener = listener;
    }

    /** A forked child is not bound to the life of its parent. */
    @Override
    public boolean begin() {
        return true;
    }

    /** Nothing is said: the parent expects no cluster worker. */
    @Override
    public void connected(PrimaryProxy parent) {}

    @Override
    public void ready(PrimaryProxy parent) {
        worker.serve(listener);
    }

    /** Ignored: this child has asked nothing. */
    @Override
    public void answered(Message.QueryReply reply) {
        LOG.log(Level.DEBUG, "an answer was dropped: this child asked for nothing");
    }

    @Override
    public void answered(Message.QueryReply reply, @Nullable Fd socket) {
        answered(reply);
        if (socket != null) {
            socket.close();
        }
    }

    /** Ignored: only a cluster's master adds up metrics. */
    @Override
    public void asked(MetricsMessage.AskMetrics question) {
        LOG.log(Level.DEBUG, "a question for metrics was dropped");
    }

    @Override
    public void leaves(Runnable last) {
        last.run();
    }

    /** The child is not bound to its parent, so it has nothing to take back. */
    @Override
    public boolean upgrade(boolean begins) {
        return true;
    }

    /** Logged by the child, because the parent logs nothing about it. */
    @Override
    public void retires(PrimaryProxy parent, String reason) {
        LOG.log(Level.WARNING, "retires: {0}", reason);
    }

    @Override
    public void drains(PrimaryProxy parent) {}

    @Override
    public void disconnected() {}

    @Override
    public long finishMs(Phase phase) {
        return switch (phase) {
            case STARTING, STOPPED -> 0;
            case SERVING, DRAINING -> UNLIMITED;
        };
    }

    /** The parent keeps no copy of a connection that it gave away, so the child may keep all of them. */
    @Override
    public boolean isOrphaned() {
        return true;
    }
}
