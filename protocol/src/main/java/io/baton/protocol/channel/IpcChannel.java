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
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One end of the channel between two processes: lines of JSON in order over an AF_UNIX stream, and descriptors that ride on
 * them as SCM_RIGHTS. Belongs to one event loop, on which everything here is called and calls back.
 *
 * <p>Reading: every read is a recvmsg(2), because read(2) would drop descriptors without a word. Descriptors join a FIFO
 * and the k-th line with a handle takes the k-th. The lines of the hot path are recognised byte for byte
 * ({@link io.baton.protocol.HotLine}) and reported without an object. A handle is acknowledged before it is reported.
 *
 * <p>Writing never waits. Messages are written together, at the latest at the end of the loop's turn; connections are
 * written at once. Only so many handles may be on their way: one to a plain Node peer, and what is sent after it waits
 * until it was acknowledged. A write error is not reported: reading goes on to the end of what the peer still said, and its
 * end is the channel's end.
 */
public final class IpcChannel {

    private static final int MAX_READS_PER_EVENT = 32;

    /** More than a socket can hold of a dead peer's; a child of the peer's that goes on writing is not read for ever. */
    private static final int MAX_LAST_READS = 4096;

    private final Msghdr msghdr;
    private final ChannelListener listener;
    private final LineWriter writer;
    private final HandleQueue handles;
    private final KeyedSockets sockets = new KeyedSockets(this::send);
    private final IncomingLines lines;

    // The event loop's.
    private @Nullable FdWatch watch;
    private @Nullable String lastReason;
    private boolean closed;

    private IpcChannel(IoEventLoop loop, Fd socket, Msghdr msghdr, ChannelLimits limits, ChannelListener listener) {
        this.msghdr = msghdr;
        this.listener = listener;
        this.writer = new LineWriter(loop, socket, msghdr, limits.maxWaitingBytes(), new WritersView(loop));
        this.handles = new HandleQueue(writer, listener);
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

    /** As the other, for a channel on which more or less may be said at once. */
    public static IpcChannel open(
            IoEventLoop loop, Fd socket, Msghdr msghdr, ChannelLimits limits, ChannelListener listener)
            throws PosixException {
        Libc.setNonBlocking(socket);
        IpcChannel channel = new IpcChannel(loop, socket, msghdr, limits, listener);
        channel.watch = FdWatch.open(loop, socket, EpollIoOps.EPOLLIN, channel.new WatchsOwner());
        return channel;
    }

    /** Says what the peer can do. Until then, and if it never says so itself, it is plain Node. */
    public void peerIs(Capabilities capabilities) {
        handles.peerIs(capabilities);
    }

    /**
     * Sends a message that no handle goes with: at the latest at the end of the loop's turn, unless the kernel has no room
     * or an earlier handle is not answered yet. {@link ChannelListener#writesDone} follows.
     *
     * @throws IllegalArgumentException if it is one that only goes with a handle or answers for one
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
     * @param handle a stream socket, TCP or Unix-domain, or a UDP socket, as the message says; it is made non-blocking, for
     *     one that blocks would block the whole of a Node process; borrowed until the delivery has ended
     * @throws IllegalArgumentException if it is something else: a Node process dies of it, or never takes a handle again
     */
    public void send(Message.WithHandle message, Fd handle, Delivery delivery) {
        if (closed || lastReason != null) {
            throw new IllegalStateException("channel has ended");
        }
        HandleCheck.requireSendable(message.type(), handle);
        handles.send(MessageCodec.encode(message), handle, sockets.given(message.key(), delivery));
    }

    /** Where the next {@code newconn} is composed, from index 0 on; then {@link #send(int, Fd)}. */
    public ByteBuffer outgoing() {
        return msghdr.outgoing().clear();
    }

    /**
     * Sends the first {@code length} bytes of {@link #outgoing}, a {@code newconn}, now.
     *
     * @param connection borrowed, and kept open by its owner until the peer answered or the channel ended
     * @return whether the kernel has it all; if not, {@link ChannelListener#writesDone} follows
     */
    public boolean send(int length, Fd connection) {
        return !closed && handles.sendConnection(length, connection, msghdr);
    }

    /** Answers a {@code newconn}: it came, and whether this process keeps the connection. Waits for nothing. */
    public void answer(long ack, boolean accepted, long seq) {
        if (!closed) {
            writer.writeAckAndAccepted(ack, accepted, seq);
        }
    }

    /**
     * Writes now what this turn of the loop has brought.
     *
     * @return whether everything that was sent is in the kernel
     */
    public boolean flush() {
        writer.flushUnlessBlocked();
        return allWritten();
    }

    /** The sockets that the two sides gave each other with a key. */
    public KeyedSockets sockets() {
        return sockets;
    }

    /** Whether everything that was sent is in the kernel; never again once the peer can read no more. */
    public boolean allWritten() {
        return !closed && writer.isDrained() && handles.isReleased();
    }

    /**
     * Reads what is still there, then ends the channel: for a peer that is known to be dead, whose descriptor some child
     * of its may hold open. Not from a callback of a channel, which may be in the middle of a read of its own.
     */
    public void readToEndAndClose() {
        read(MAX_LAST_READS);
        close(new ChannelEnd("peer ended", false));
    }

    /**
     * Ends the channel when everything that was sent is in the kernel and every handle was answered. A Node peer overlooks
     * what follows a handle if the end of the channel comes with it. What is sent from here on is dropped.
     */
    public void closeWhenDelivered(String reason) {
        if (lastReason == null) {
            lastReason = reason;
            closeIfDelivered();
        }
    }

    /** Ends the channel; what was not written yet is lost. */
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
        handles.end();
        sockets.end();
        listener.closed(end);
    }

    /** What the writer sees of the channel. */
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

    /** What the watch sees of the channel. */
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
