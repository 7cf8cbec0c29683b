package io.baton.worker;

import io.baton.protocol.Message;
import io.baton.protocol.posix.Fd;
import io.baton.worker.spi.Listener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * A child that no cluster started, as by {@code child_process.fork}. It listens nowhere, serves the sockets that its parent
 * sends, and finishes them when the parent is gone. Owned by the worker's event loop.
 */
final class ForkedChild implements Role {

    private static final Logger LOG = System.getLogger(ForkedChild.class.getName());

    private final WorkerLife worker;
    private final Listener listener;

    /**
     * The role of a forked child.
     *
     * @param listener what all its connections seem to come through
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

    /** The parent is told nothing: it knows no worker. */
    @Override
    public void connected(PrimaryProxy parent) {}

    @Override
    public void ready(PrimaryProxy parent) {
        worker.serve(listener);
    }

    /** Ignored: this child asked nothing. */
    @Override
    public void answered(Message.QueryReply reply) {
        LOG.log(Level.DEBUG, "an answer to no request was dropped");
    }

    @Override
    public void answered(Message.QueryReply reply, @Nullable Fd socket) {
        answered(reply);
        if (socket != null) {
            socket.close();
        }
    }

    /** Logged here, because the parent has no log of workers. */
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

    /** A forked child's connections are its own from the start, so that it may keep them all. */
    @Override
    public boolean isOrphaned() {
        return true;
    }
}
