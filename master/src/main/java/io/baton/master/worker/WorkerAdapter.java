package io.baton.master.worker;

import io.baton.master.dispatch.Lane;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.Message;
import io.baton.protocol.MessageHandler;
import io.baton.protocol.MetricsMessage;
import io.baton.protocol.MovingMessage;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.channel.ChannelEnd;
import io.baton.protocol.channel.ChannelListener;
import io.baton.protocol.log.Losses;
import io.baton.protocol.posix.Fd;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Turns what one worker says into calls. Conductor thread only. */
final class WorkerAdapter implements ChannelListener, MessageHandler {

    private static final Logger LOG = System.getLogger(WorkerAdapter.class.getName());
    private static final String READY = "\"ready\"";

    private final WorkerHandle worker;
    private final WorkerProxy proxy;
    private final WorkerEvents events;
    private final Lane lane;

    private final Losses losses = new Losses(LOG);

    private boolean hasSkipped;

    WorkerAdapter(WorkerHandle worker, WorkerProxy proxy, WorkerEvents events) {
        this.worker = worker;
        this.proxy = proxy;
        this.events = events;
        this.lane = worker.lane();
    }

    @Override
    public void acknowledged(boolean taken) throws ProtocolException {
        lane.acknowledged(taken);
    }

    @Override
    public void accepted(long ack, boolean accepted) throws ProtocolException {
        lane.answered(ack, accepted);
    }

    @Override
    public void message(Message message) {
        message.deliverTo(this);
    }

    @Override
    public void online(Message.Online online) {
        proxy.peerIs(online.capabilities());
        worker.isOnline(online.capabilities());
    }

    @Override
    public void queryServer(Message.QueryServer query) {
        events.listenAsked(worker, query);
    }

    @Override
    public void listening(Message.Listening listening) {
        worker.listens(listening.request().key());
    }

    /** A program written for pm2 says {@code process.send('ready')} when it is ready. Other words are for other workers. */
    @Override
    public void user(Message.User user) {
        if (user.json().equals(READY)) {
            worker.isReady("it says so");
        } else {
            events.says(worker, user);
        }
    }

    /** Logged once for each worker, because a program that sends one long message may send many. */
    @Override
    public void skipped(Message.Skipped skipped) {
        if (!hasSkipped) {
            hasSkipped = true;
            LOG.log(
                    Level.WARNING,
                    "{0}: a message of {1} bytes was not read: the master has no use for messages",
                    worker,
                    String.valueOf(skipped.bytes()));
        }
    }

    @Override
    public void stats(Message.Stats stats) {
        lane.said(stats);
    }

    @Override
    public void retire(Message.Retire retire) {
        worker.retires(retire.reason());
    }

    @Override
    public void release(Message.Release release) {
        if (worker.state().compareTo(WorkerState.DRAINING) < 0) {
            events.asksToLeave(worker, release.reason());
        }
    }

    @Override
    public void gaveBack(MovingMessage.GaveBack gaveBack) {
        worker.moves().gaveBack(gaveBack);
    }

    @Override
    public void connections(MovingMessage.Connections connections) {
        worker.moves().connections(connections);
    }

    @Override
    public void metrics(MetricsMessage.Metrics metrics) {
        worker.questions().telling().told(metrics);
    }

    @Override
    public void reply(Message.Reply reply) {
        worker.handover().answered(reply.ack());
    }

    @Override
    public void close(Message.Close close) {
        worker.servesNoLonger(close.key());
    }

    @Override
    public void exitedAfterDisconnect(Message.ExitedAfterDisconnect exited) {
        worker.disconnects();
        proxy.reply(exited.seq());
    }

    /**
     * A message is passed on to other workers without its handle, because the master has no use for handles, but for
     * connections that are given back.
     */
    @Override
    public void withHandle(Message.WithHandle message, @Nullable Fd handle) throws ProtocolException {
        if (message.content() instanceof MovingMessage.Returned returned) {
            worker.moves().returned(message.type(), returned, handle);
            return;
        }
        if (handle != null) {
            losses.add(worker + ": a handle was closed: the master has no use for handles");
            handle.close();
        }
    }

    @Override
    public void newConnection(String key, long number, @Nullable Fd connection) throws ProtocolException {
        if (connection != null) {
            connection.close();
        }
        throw new ProtocolException("newconn from a worker");
    }

    /** The message is ignored, as by Node, and the log says so. */
    @Override
    public void unexpected(Message message) {
        losses.add(worker + ": a message was dropped: the master has no use for a "
                + message.getClass().getSimpleName());
    }

    @Override
    public void readComplete() {
        worker.vigil().heard();
    }

    @Override
    public void closed(ChannelEnd end) {
        worker.moves().end();
        worker.death().channelEnded(end);
    }
}
