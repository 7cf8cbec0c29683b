package io.baton.master.worker;

import io.baton.master.dispatch.Lane;
import io.baton.protocol.Message;
import io.baton.protocol.MessageHandler;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.channel.ChannelEnd;
import io.baton.protocol.channel.ChannelListener;
import io.baton.protocol.log.Losses;
import io.baton.protocol.posix.Fd;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** What one worker says, turned into calls of its handle. The conductor's. */
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
        worker.asksToListen(query);
    }

    @Override
    public void listening(Message.Listening listening) {
        worker.listens();
    }

    /** What programs for pm2 say when they are ready, {@code process.send('ready')}; other words are for other workers. */
    @Override
    public void user(Message.User user) {
        if (user.json().equals(READY)) {
            worker.isReady("it says so");
        } else {
            events.says(worker, user);
        }
    }

    /** Once for a worker: a program that says so much may do so often. */
    @Override
    public void skipped(Message.Skipped skipped) {
        if (!hasSkipped) {
            hasSkipped = true;
            LOG.log(
                    Level.WARNING,
                    "{0}: a message of {1} bytes was not read: messages are nothing to the master",
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
        worker.asksToLeave(release.reason());
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

    /** A message is passed on to other workers without its handle; the master has no use for one. */
    @Override
    public void withHandle(Message.WithHandle message, @Nullable Fd handle) {
        if (handle != null) {
            losses.add(worker + ": a handle was closed: handles are nothing to the master");
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

    /** Ignored, as by Node, but not in silence. */
    @Override
    public void unexpected(Message message) {
        losses.add(worker + ": a message was dropped: the master has no use for a "
                + message.getClass().getSimpleName());
    }

    @Override
    public void readComplete() {
        worker.heard();
    }

    @Override
    public void closed(ChannelEnd end) {
        worker.channelEnded(end);
    }
}
