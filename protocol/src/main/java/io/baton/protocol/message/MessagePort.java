package io.baton.protocol.message;

import io.baton.protocol.Message;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.channel.ChannelEnd;
import io.baton.protocol.channel.ChannelLimits;
import io.baton.protocol.channel.ChannelListener;
import io.baton.protocol.channel.Delivery;
import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.channel.KeyedSockets;
import io.baton.protocol.log.Losses;
import io.baton.protocol.loop.Guarded;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.PosixException;
import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a conversation between two processes: messages of the application over a channel, in order, in both
 * directions. As in Node, messages sent before the channel is open wait for it, and messages that come before there is
 * a listener wait for one. Nothing ever blocks. Messages that the other process does not read wait in this process's
 * memory without a limit, as in Node; a sender that wants a limit awaits the futures.
 *
 * <p>Thread-safe. Other threads post to the channel's loop, on which listeners are called and futures complete.
 */
public final class MessagePort {

    /**
     * The longest message in bytes of UTF-8. A longer one cannot be sent, and ends the channel if the other process
     * sends it. Node has no limit.
     */
    public static final int MAX_MESSAGE = ChannelLimits.MESSAGES.maxLine();

    /** How many characters are given to the channel before the kernel has taken them. */
    private static final int BATCH_CHARS = 256 * 1024;

    private final IoEventLoop loop;
    private final Losses losses = new Losses(System.getLogger(MessagePort.class.getName()));
    private final Incoming incoming = new Incoming(losses);
    private final CompletableFuture<Void> disconnected = new CompletableFuture<>();

    private volatile boolean connected = true;

    // Owned by the event loop.
    private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
    private final ArrayDeque<Outgoing> unwritten = new ArrayDeque<>();
    private @Nullable IpcChannel channel;
    private int charsOnTheirWay;
    private boolean leaving;
    private boolean ended;

    /** A port whose messages go and come on this loop once there is a channel. */
    public MessagePort(IoEventLoop loop) {
        this.loop = loop;
    }

    /**
     * Opens the channel. Called on the loop.
     *
     * @param socket owned by the port from here on
     */
    public void open(Fd socket, Msghdr msghdr) {
        try {
            channel = IpcChannel.open(loop, socket, msghdr, ChannelLimits.MESSAGES, new Peer());
            pump();
        } catch (PosixException e) {
            socket.close();
            end(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Sends a message.
     *
     * @param json on one line
     * @param handle sent with the message. A server or datagram socket stays the caller's; any other kind is given away
     *     when it arrives
     * @return completes when the kernel has the message and the other process has the handle, if there is one; fails
     *     with {@link ChannelClosedException} if the channel ends first, and the handle is the caller's again
     * @throws IllegalArgumentException if the message is longer than {@link #MAX_MESSAGE} or is one of Node's own
     * @throws IllegalStateException if the handle is not open
     */
    public CompletionStage<Void> send(String json, @Nullable Handle handle) {
        SendableText.require(json);
        Outgoing message;
        try {
            message = Outgoing.of(json, handle);
        } catch (PosixException e) {
            return CompletableFuture.failedFuture(e);
        }
        post(message);
        return Stages.of(message.sent());
    }

    /**
     * Asks about sockets that were sent before this call.
     *
     * @return fails with {@link ChannelClosedException} if the channel has ended
     */
    CompletionStage<Void> ask(Consumer<KeyedSockets> question) {
        Outgoing message = Outgoing.asking(question);
        post(message);
        return message.sent();
    }

    /** Tells this listener all messages, beginning with the first. A further call replaces the listener. */
    public void onMessage(MessageListener listener) {
        loop.execute(new Guarded(() -> incoming.tell(listener)));
    }

    /** Ends the conversation once all messages sent so far are in the kernel. */
    public void disconnect() {
        connected = false;
        loop.execute(new Guarded(() -> {
            leaving = true;
            leaveIfAllIsSent();
        }));
    }

    /** Whether messages can be sent. */
    public boolean connected() {
        return connected;
    }

    /** Completes when the conversation has ended, at either end. No listener is called after that. */
    public CompletionStage<Void> disconnected() {
        return disconnected.copy();
    }

    /**
     * The other process is dead, or there never was one. Reads its last words and ends the conversation. Called on the
     * loop.
     */
    public void peerIsGone(String reason) {
        if (channel != null) {
            channel.readToEndAndClose();
        }
        end(reason);
    }

    private void post(Outgoing message) {
        if (connected) {
            loop.execute(new Guarded(() -> add(message)));
        } else {
            message.failed(new ChannelClosedException("disconnected"));
        }
    }

    private void add(Outgoing message) {
        if (ended || leaving) {
            message.failed(new ChannelClosedException("disconnected"));
        } else {
            waiting.add(message);
            pump();
        }
    }

    private void pump() {
        while (channel != null && !channel.isClosed() && !waiting.isEmpty() && charsOnTheirWay < BATCH_CHARS) {
            Outgoing message = waiting.remove();
            charsOnTheirWay += message.json().length();
            try {
                write(message, channel);
            } catch (IllegalArgumentException e) {
                unwritten.remove(message);
                message.failed(e);
            }
        }
        leaveIfAllIsSent();
    }

    private void write(Outgoing message, IpcChannel open) {
        Consumer<KeyedSockets> question = message.question();
        if (question != null) {
            question.accept(open.sockets());
            return;
        }
        Message.User content = new Message.User(message.json());
        Handle handle = message.handle();
        Fd copy = message.copy();
        if (handle == null || copy == null) {
            unwritten.add(message);
            open.send(content);
            return;
        }
        Message.WithHandle line = new Message.WithHandle(handle.type(), content, handle.key(), handle.datagramType());
        open.send(line, copy, outcome -> delivered(message, outcome));
    }

    private void delivered(Outgoing message, Delivery.Outcome outcome) {
        switch (outcome) {
            case TAKEN -> message.arrived();
            case REFUSED -> message.failed(new IOException("handle: the other process could not open it"));
            case CHANNEL_ENDED -> message.failed(new ChannelClosedException("the other process is gone"));
        }
    }

    private void leaveIfAllIsSent() {
        if (leaving && waiting.isEmpty() && channel != null) {
            channel.closeWhenDelivered("disconnected");
        }
    }

    private void end(String reason) {
        if (ended) {
            return;
        }
        ended = true;
        connected = false;
        ChannelClosedException closed = new ChannelClosedException(reason);
        unwritten.forEach(message -> message.failed(closed));
        waiting.forEach(message -> message.failed(closed));
        unwritten.clear();
        waiting.clear();
        incoming.end();
        disconnected.complete(null);
    }

    /** Hears the other process. */
    private final class Peer implements ChannelListener {

        @Override
        public void message(Message message) {
            if (message instanceof Message.User user) {
                incoming.add(user.json(), null);
            } else {
                losses.add("a message was dropped: it is a cluster's, and this process belongs to none");
            }
        }

        @Override
        public void withHandle(Message.WithHandle message, @Nullable Fd handle) {
            if (message.content() instanceof Message.User user) {
                incoming.add(
                        user.json(),
                        handle == null ? null : Handle.received(message.type(), handle, telling(message.key())));
            } else if (handle != null) {
                losses.add("a handle was closed: it is a cluster's, and this process belongs to none");
                handle.close();
            }
        }

        /** A Node server waits for the close of each connection that it gave away. */
        private Runnable telling(@Nullable String key) {
            IpcChannel from = channel;
            return key == null || from == null
                    ? () -> {}
                    : () -> loop.execute(new Guarded(() -> from.sockets().closed(key)));
        }

        @Override
        public void writesDone() {
            charsOnTheirWay = 0;
            while (!unwritten.isEmpty()) {
                unwritten.remove().arrived();
            }
            pump();
        }

        @Override
        public void closed(ChannelEnd end) {
            end(end.reason());
        }

        /** A message of a cluster, to which this process does not belong. */
        @Override
        public void newConnection(String key, long seq, @Nullable Fd connection) {
            if (connection != null) {
                losses.add("a connection was closed: it is a cluster's, and this process belongs to none");
                connection.close();
            }
        }

        @Override
        public void acknowledged(boolean taken) throws ProtocolException {
            throw new ProtocolException("NODE_HANDLE_ACK: for a connection that was never sent");
        }

        @Override
        public void accepted(long ack, boolean accepted) {}
    }
}
