package io.baton.worker;

import io.baton.protocol.HandleType;
import io.baton.protocol.Message;
import io.baton.protocol.MessageHandler;
import io.baton.protocol.MetricsMessage;
import io.baton.protocol.Moved;
import io.baton.protocol.MovingMessage;
import io.baton.protocol.channel.ChannelEnd;
import io.baton.protocol.channel.ChannelListener;
import io.baton.protocol.log.Losses;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.SocketKind;
import java.lang.System.Logger;
import org.jspecify.annotations.Nullable;

/** Turns the master's words into calls of the worker. Owned by the event loop. */
final class PrimaryAdapter implements ChannelListener, MessageHandler {

    private static final Logger LOG = System.getLogger(PrimaryAdapter.class.getName());

    private final WorkerLife worker;
    private final Losses losses = new Losses(LOG);

    PrimaryAdapter(WorkerLife worker) {
        this.worker = worker;
    }

    @Override
    public void newConnection(String key, long seq, @Nullable Fd connection) {
        try {
            worker.connectionArrived(key, seq, connection);
        } catch (Throwable e) {
            worker.guard().failed(e);
        }
    }

    @Override
    public void movedConnection(String key, long seq, Moved moved, @Nullable Fd connection) {
        worker.guard().run(() -> worker.movedConnectionArrived(key, seq, moved, connection));
    }

    @Override
    public void writesDone() {
        try {
            worker.answersWritten();
        } catch (Throwable e) {
            worker.guard().failed(e);
        }
    }

    @Override
    public void message(Message message) {
        worker.guard().run(() -> message.deliverTo(this));
    }

    @Override
    public void queryReply(Message.QueryReply reply) {
        worker.role().answered(reply);
    }

    @Override
    public void disconnect(Message.Disconnect disconnect) {
        worker.drain(disconnect.move());
    }

    @Override
    public void giveBack(MovingMessage.GiveBack order) {
        worker.returning().giveBack(order);
    }

    @Override
    public void askConnections(MovingMessage.AskConnections question) {
        worker.returning().tell(question);
    }

    @Override
    public void askMetrics(MetricsMessage.AskMetrics question) {
        worker.role().asked(question);
    }

    @Override
    public void upgrade(MovingMessage.Upgrade upgrade) {
        worker.masterUpgrades(upgrade);
    }

    /**
     * A socket that answers a request is a listening socket. Any other socket is served if it is a TCP or Unix-domain
     * socket.
     */
    @Override
    public void withHandle(Message.WithHandle message, @Nullable Fd handle) {
        if (message.content() instanceof Message.QueryReply reply) {
            worker.role().answered(reply, message.type() == HandleType.NET_NATIVE ? handle : closed(handle));
        } else if (handle != null && message.type() == HandleType.NET_BOUND_SOCKET) {
            worker.intake().serveOn(handle, true);
        } else if (handle != null) {
            switch (SocketKind.of(handle)) {
                case STREAM -> serve(handle, message.key());
                case LISTENING -> worker.intake().serveOn(handle, false);
                case DATAGRAM, OTHER -> {
                    losses.add("a handle was closed: this worker serves no " + message.type());
                    handle.close();
                }
            }
        }
    }

    /**
     * Serves a connection that the master gave away.
     *
     * @param serversKey by which the master counts its server's connections; null if it does not
     */
    private void serve(Fd connection, @Nullable String serversKey) {
        worker.intake().serve(connection, () -> {
            if (serversKey != null) {
                worker.parent().socketClosed(serversKey);
            }
        });
    }

    private static @Nullable Fd closed(@Nullable Fd handle) {
        if (handle != null) {
            handle.close();
        }
        return null;
    }

    /** A worker sends no {@code newconn}. */
    @Override
    public void acknowledged(boolean taken) {}

    @Override
    public void accepted(long ack, boolean accepted) {}

    /** Dropped, as Node drops a message that it does not know, but counted in the log. */
    @Override
    public void unexpected(Message message) {
        losses.add("a message was dropped: a worker does not know its kind");
    }

    @Override
    public void user(Message.User user) {
        losses.add("a message was dropped: it is the application's, which hears no messages");
    }

    @Override
    public void skipped(Message.Skipped skipped) {
        losses.add("a message was dropped: it is longer than a worker reads");
    }

    @Override
    public void closed(ChannelEnd end) {
        worker.guard().run(() -> worker.parentGone(end));
    }
}
