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
 * directions. What is sent before the channel is open waits for it, and what comes before anybody listens waits for a
 * listener, both as in Node. Nothing ever blocks: what the other process does not read waits here, in memory, without a
 * limit, as in Node; a sender that wants one awaits the futures.
 *
 * <p>Thread-safe: other threads post to the channel's loop, on which listeners are called and futures complete.
 */
public final class MessagePort {

    /** In bytes of UTF-8; Node has no limit. A longer message is refused, and one from the other process ends the channel. */
    public static final int MAX_MESSAGE = ChannelLimits.MESSAGES.maxLine();

    /** How much is given to the channel before the kernel has taken it. */
    private static final int BATCH_CHARS = 256 * 1024;

    private final IoEventLoop loop;
    private final Losses losses = new Losses(System.getLogger(MessagePort.class.getName()));
    private final Incoming incoming = new Incoming(losses);
    private final CompletableFuture<Void> disconnected = new CompletableFuture<>();

    private volatile boolean connected = true;

    // The loop's.
    private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
    private final ArrayDeque<Outgoing> unwritten = new ArrayDeque<>();
    private @Nullable IpcChannel channel;
    private int charsOnTheirWay;
    private boolean leaving;
    private boolean ended;

    /** A port whose messages go and come on this loop, once there is a channel. */
    public MessagePort(IoEventLoop loop) {
        this.loop = loop;
    }

    /**
     * The channel. On the loop.
     *
     * @param socket the port's from here on
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
     * @param handle what goes with it: a server or datagram socket stays the caller's, any other is given away when it
     *     arrives
     * @return completes when the kernel has the message, and, if there is a handle, the other process has that; fails with
     *     {@link ChannelClosedException} if the channel ends before, the handle being the caller's again
     * @throws IllegalArgumentException if the message is longer than {@link #MAX_MESSAGE} or one of Node's own
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
     * Asks about the sockets that were sent before this.
     *
     * @return fails with {@link ChannelClosedException} if it cannot be asked
     */
    CompletionStage<Void> ask(Consumer<KeyedSockets> question) {
        Outgoing message = Outgoing.asking(question);
        post(message);
        return message.sent();
    }

    /** Has all messages told to this listener, from the first on. A further call replaces the listener. */
    public void onMessage(MessageListener listener) {
        loop.execute(new Guarded(() -> incoming.tell(listener)));
    }

    /** Ends the conversation when what was sent so far is in the kernel. */
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

    /** Completes when the conversation has ended, whoever ended it, and nothing more will be told. */
    public CompletionStage<Void> disconnected() {
        return disconnected.copy();
    }

    /** There is no process at the other end any more, or never was: reads what it still said, and ends. On the loop. */
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

    /** The other process. */
    private final class Peer implements ChannelListener {

        @Override
        public void message(Message message) {
            if (message instanceof Message.User user) {
                incoming.add(user.json(), null);
            } else {
                losses.add("a message was dropped: it is a word of a cluster's, in which this process is nothing");
            }
        }

        @Override
        public void withHandle(Message.WithHandle message, @Nullable Fd handle) {
            if (message.content() instanceof Message.User user) {
                incoming.add(
                        user.json(),
                        handle == null ? null : Handle.received(message.type(), handle, telling(message.key())));
            } else if (handle != null) {
                losses.add("a handle was closed: it belongs to a cluster, in which this process is nothing");
                handle.close();
            }
        }

        /** A Node server that gave a connection away waits until it is closed. */
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

        /** Of a cluster, in which this process is nothing. */
        @Override
        public void newConnection(String key, long seq, @Nullable Fd connection) {
            if (connection != null) {
                losses.add("a connection was closed: it belongs to a cluster, in which this process is nothing");
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
