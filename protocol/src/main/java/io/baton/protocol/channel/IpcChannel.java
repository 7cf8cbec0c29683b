package io.baton.protocol.channel;

import io.baton.protocol.Capabilities;
import io.baton.protocol.Message;
import io.baton.protocol.MessageCodec;
import io.baton.protocol.loop.FdWatch;
import io.baton.protocol.loop.Guarded;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.PosixException;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoOps;
import org.jspecify.annotations.Nullable;

/**
 * One end of the channel between two processes: lines of JSON in order over an AF_UNIX stream, and descriptors that
 * come with them as SCM_RIGHTS. Owned by one event loop, on which it is called and calls back.
 *
 * <p>Reading: every read is a recvmsg(2), because read(2) would silently drop descriptors. Descriptors join a queue,
 * and the k-th line with a handle takes the k-th. The lines of the hot path are recognised byte for byte
 * ({@link io.baton.protocol.HotLine}) and reported without an object. A handle is acknowledged before it is reported.
 *
 * <p>Writing never waits. Messages are written together, at the latest at the end of the loop's turn; connections are
 * written at once. Only a limited number of handles may be on their way. To a plain Node process it is one, and
 * messages sent after it wait until it is acknowledged. A write error is not reported: the channel reads on to the last
 * words of the other end, and ends with them.
 */
public final class IpcChannel {

    private static final int MAX_READS_PER_EVENT = 32;

    /**
     * More reads than a dead process's words in the socket need. If a child of that process goes on writing, the
     * reading ends here.
     */
    private static final int MAX_LAST_READS = 4096;

    private final ChannelListener listener;
    private final LineWriter writer;
    final HandleQueue handles;
    private final ConnectionSender connections;
    private final KeyedSockets sockets = new KeyedSockets(this::send);
    final IncomingLines lines;

    // Owned by the event loop.
    private @Nullable FdWatch watch;
    private @Nullable String lastReason;
    private boolean closed;

    private IpcChannel(IoEventLoop loop, Fd socket, Msghdr msghdr, ChannelLimits limits, ChannelListener listener) {
        this.listener = listener;
        this.writer = new LineWriter(loop, socket, msghdr, limits.maxWaitingBytes(), new WritersView(loop));
        this.handles = new HandleQueue(writer, listener);
        this.connections = new ConnectionSender(handles, msghdr);
        this.lines = new IncomingLines(socket, msghdr, listener, handles, sockets, writer, limits);
    }

    /**
     * Opens a channel on a connected socket and begins to read. Called on the event loop.
     *
     * @param socket owned by the channel from here on, unless this fails
     * @param msghdr shared by the channels of this loop
     */
    public static IpcChannel open(IoEventLoop loop, Fd socket, Msghdr msghdr, ChannelListener listener)
            throws PosixException {
        return open(loop, socket, msghdr, ChannelLimits.CLUSTER, listener);
    }

    /** As the other method, with limits of its own. */
    public static IpcChannel open(
            IoEventLoop loop, Fd socket, Msghdr msghdr, ChannelLimits limits, ChannelListener listener)
            throws PosixException {
        Libc.setNonBlocking(socket);
        IpcChannel channel = new IpcChannel(loop, socket, msghdr, limits, listener);
        channel.watch = FdWatch.open(loop, socket, EpollIoOps.EPOLLIN, channel.new WatchsOwner());
        return channel;
    }

    /** Sets the capabilities of the other end. Without them it is plain Node. */
    public void peerIs(Capabilities capabilities) {
        handles.peerIs(capabilities);
    }

    /**
     * Sends a message without a handle, at the latest at the end of the loop's turn. It waits longer if the kernel has
     * no room, or while an earlier handle is not acknowledged. {@link ChannelListener#writesDone} follows.
     *
     * @throws IllegalArgumentException if the message needs a handle or answers for one
     */
    public void send(Message message) {
        if (message instanceof Message.WithHandle
                || message instanceof Message.NewConnection
                || message instanceof Message.Ack
                || message instanceof Message.Nack) {
            throw new IllegalArgumentException(message + " without a handle");
        }
        if (!closed && lastReason == null) {
            handles.send(MessageCodec.encode(message), null, null);
        }
    }

    /**
     * Sends a message with a handle, as {@link #send(Message)} does.
     *
     * @param handle a stream socket, TCP or Unix-domain, or a UDP socket, as the message says; borrowed until the
     *     delivery has ended. It is made non-blocking, because a blocking socket would block a whole Node process
     * @throws IllegalArgumentException if the handle is of another kind, which would end a Node process or make it take
     *     no more handles
     */
    public void send(Message.WithHandle message, Fd handle, Delivery delivery) {
        if (closed || lastReason != null) {
            throw new IllegalStateException("channel has ended");
        }
        HandleCheck.requireSendable(message.type(), handle);
        handles.send(MessageCodec.encode(message), handle, sockets.given(message.key(), delivery));
    }

    /**
     * Answers a {@code newconn}: that it arrived, and whether this process keeps the connection. The answer waits for
     * no acknowledgement.
     */
    public void answer(long ack, boolean accepted, long seq) {
        if (!closed) {
            writer.writeAckAndAccepted(ack, accepted, seq);
        }
    }

    /**
     * Writes now what was sent in this turn of the loop.
     *
     * @return whether everything that was sent is in the kernel
     */
    public boolean flush() {
        writer.flushUnlessBlocked();
        return allWritten();
    }

    /** Sends connections of listeners. */
    public ConnectionSender connections() {
        return connections;
    }

    /** The sockets that the two ends gave each other with a key. */
    public KeyedSockets sockets() {
        return sockets;
    }

    /** Whether everything that was sent is in the kernel. Stays false once the other end can read no more. */
    public boolean allWritten() {
        return !closed && writer.isDrained() && handles.isReleased();
    }

    /**
     * Reads the last words of the other end, then ends the channel. Called when the other process is known to be dead,
     * although a child of it may hold the descriptor open. Not called from a callback of a channel, which may be in the
     * middle of a read.
     */
    public void readToEndAndClose() {
        read(MAX_LAST_READS);
        close(new ChannelEnd("peer ended", false));
    }

    /**
     * Ends the channel once everything that was sent is in the kernel and every handle is acknowledged. A Node process
     * overlooks lines behind a handle if the end of the channel comes with them. Messages sent from now on are dropped.
     */
    public void closeWhenDelivered(String reason) {
        if (lastReason == null) {
            lastReason = reason;
            closeIfDelivered();
        }
    }

    /** Ends the channel. Bytes that are not in the kernel yet are lost. */
    public void close(String reason) {
        close(new ChannelEnd(reason, false));
    }

    /** Whether the channel has ended. */
    public boolean isClosed() {
        return closed;
    }

    private void read(int maxReads) {
        ChannelEnd end = lines.read(maxReads);
        if (!closed && (end == null || !end.peersFault())) {
            listener.readComplete();
        }
        if (end != null) {
            close(end);
        }
    }

    private void closeIfDelivered() {
        if (lastReason != null && writer.isDrained() && handles.isDone()) {
            close(lastReason);
        }
    }

    private void close(ChannelEnd end) {
        if (closed) {
            return;
        }
        closed = true;
        if (watch != null) {
            watch.close();
        }
        lines.end();
        writer.end();
        connections.end();
        handles.end();
        sockets.end();
        listener.closed(end);
    }

    /** The part that the writer sees. */
    private final class WritersView implements LineWriter.Channel {

        private final IoEventLoop loop;

        WritersView(IoEventLoop loop) {
            this.loop = loop;
        }

        @Override
        public void watch(EpollIoOps ops) {
            if (watch != null) {
                watch.interest(ops);
            }
        }

        @Override
        public void drained() {
            if (handles.isReleased()) {
                listener.writesDone();
            }
            closeIfDelivered();
        }

        @Override
        public void blame(String reason) {
            loop.execute(new Guarded(() -> close(new ChannelEnd(reason, true))));
        }
    }

    /** The part that the watch sees. */
    private final class WatchsOwner implements FdWatch.Owner {

        @Override
        public void ready(EpollIoOps events) {
            if (events.contains(EpollIoOps.EPOLLOUT)) {
                writer.flush();
            }
            if (events.value() != EpollIoOps.EPOLLOUT.value()) {
                read(MAX_READS_PER_EVENT);
            }
            writer.flushUnlessBlocked();
            closeIfDelivered();
        }

        @Override
        public void loopEnds() {
            close("event loop ended");
        }
    }
}
