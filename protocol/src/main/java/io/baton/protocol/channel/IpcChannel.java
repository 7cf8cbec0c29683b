package io.baton.protocol.channel;

import io.baton.protocol.Message;
import io.baton.protocol.MessageCodec;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.PosixException;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One end of the channel between a master and a worker: lines of JSON in order over an AF_UNIX stream, and descriptors
 * that ride on them as SCM_RIGHTS. Belongs to one event loop, on which everything here is called and calls back.
 *
 * <p>Reading: every read is a recvmsg(2), because read(2) would drop descriptors without a word. Descriptors join a FIFO
 * and the k-th line with a handle takes the k-th. The lines of the hot path are recognised byte for byte
 * ({@link io.baton.protocol.HotLine}) and reported without an object.
 *
 * <p>Writing never waits: what the kernel does not take is queued, a descriptor goes with the first byte of its line and
 * never twice. "No room" ({@code EAGAIN}, {@code ENOBUFS}, {@code ETOOMANYREFS}) means later. A write error is not
 * reported: reading goes on to the end of what the peer still said, and its end is the channel's end.
 */
public final class IpcChannel implements EpollIoHandle {

    private static final int MAX_READS_PER_EVENT = 32;

    /** More than a socket can hold of a dead peer's; a child of the peer's that goes on writing is not read for ever. */
    private static final int MAX_LAST_READS = 4096;

    private static final int RETRY_MS = 10;

    /** Hears what the peer says. All on the channel's event loop; each method may close the channel. */
    public interface Handler {

        /** The peer took a handle ({@code NODE_HANDLE_ACK}), or found none with its line ({@code NODE_HANDLE_NACK}). */
        void acknowledged(boolean taken) throws ProtocolException;

        /** The peer answers {@code newconn} number {@code ack}: it owns the connection now, or would not take it. */
        void accepted(long ack, boolean accepted) throws ProtocolException;

        /**
         * A connection for the listener {@code key} arrived.
         *
         * @param connection owned by this handler from here on; null if it was lost on the way
         */
        void newConnection(String key, long seq, @Nullable Fd connection) throws ProtocolException;

        /**
         * Any other message.
         *
         * @param handle what came with it, owned by this handler from here on; null if it was lost on the way
         */
        void withHandle(Message.WithHandle message, @Nullable Fd handle) throws ProtocolException;

        /** Any other message without a handle. */
        void message(Message message) throws ProtocolException;

        /** All that one wake-up brought was reported. */
        default void readComplete() {}

        /** All that waited to be written is in the kernel. */
        default void writesDone() {}

        /** The channel has ended and its descriptor is closed; nothing is called after this. */
        void closed(End end);
    }

    /**
     * Why a channel ended.
     *
     * @param reason in words, for a log line
     * @param peersFault whether the peer broke the protocol
     */
    public record End(String reason, boolean peersFault) {}

    private final IoEventLoop loop;
    private final Fd socket;
    private final FileDescriptor nettyDescriptor;
    private final Msghdr msghdr;
    private final Handler handler;
    private final IncomingLines lines;
    private final WriteQueue writes = new WriteQueue();

    // The event loop's.
    private @Nullable IoRegistration registration;
    private EpollIoOps interest = EpollIoOps.EPOLLIN;
    private boolean broken;
    private boolean closed;

    private IpcChannel(IoEventLoop loop, Fd socket, Msghdr msghdr, Handler handler) {
        this.loop = loop;
        this.socket = socket;
        this.nettyDescriptor = new FileDescriptor(socket.number());
        this.msghdr = msghdr;
        this.handler = handler;
        this.lines = new IncomingLines(handler, () -> !closed);
    }

    /**
     * Opens a channel on a connected socket and begins to read. Called on the event loop.
     *
     * @param socket owned by the channel from here on, unless this fails
     * @param msghdr shared by the channels of this loop
     */
    public static IpcChannel open(IoEventLoop loop, Fd socket, Msghdr msghdr, Handler handler) throws PosixException {
        Libc.setNonBlocking(socket);
        IpcChannel channel = new IpcChannel(loop, socket, msghdr, handler);
        loop.register(channel)
                .addListener(future -> channel.onRegistered((IoRegistration) future.getNow(), future.cause()));
        return channel;
    }

    /** Where the next line is composed, from index 0 on; then {@link #send}. */
    public ByteBuffer outgoing() {
        return msghdr.outgoing().clear();
    }

    /**
     * Sends the first {@code length} bytes of {@link #outgoing}.
     *
     * @param handle goes with the first byte; borrowed, and kept open by its owner until the peer answered or the channel
     *     ended
     * @return whether the kernel has it all; if not, {@link Handler#writesDone} follows
     */
    public boolean send(int length, @Nullable Fd handle) {
        if (broken || closed) {
            return false;
        }
        int sent = 0;
        if (writes.isEmpty()) {
            sent = handle == null ? msghdr.send(socket, 0, length) : msghdr.send(socket, 0, length, handle);
            if (sent == length) {
                return true;
            }
            if (sent < 0) {
                later(sent);
                sent = 0;
            } else {
                later(-Errno.EAGAIN);
            }
        }
        if (!broken) {
            writes.add(msghdr.outgoing(), sent, length, sent == 0 ? handle : null);
            requireReader();
        }
        return false;
    }

    /** Encodes and sends a message that no handle goes with; returns as {@link #send}. */
    public boolean send(Message message) {
        return sendBytes(MessageCodec.encode(message));
    }

    /** Whether everything written is in the kernel; never again once the peer can read no more. */
    public boolean allWritten() {
        return writes.isEmpty() && !broken && !closed;
    }

    /**
     * Reads what is still there, then ends the channel: for a peer that is known to be dead, whose descriptor some child
     * of its may hold open. Not from a callback of a channel, which may be in the middle of a read of its own.
     */
    public void readToEndAndClose() {
        read(MAX_LAST_READS);
        close("peer ended", false);
    }

    /** Ends the channel; what was not written yet is lost. */
    public void close(String reason) {
        close(reason, false);
    }

    /** Whether the channel has ended. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public FileDescriptor fd() {
        return nettyDescriptor;
    }

    @Override
    public void handle(IoRegistration source, IoEvent event) {
        EpollIoOps ready = ((EpollIoEvent) event).ops();
        if (ready.contains(EpollIoOps.EPOLLOUT)) {
            flush();
        }
        if (ready.value() != EpollIoOps.EPOLLOUT.value()) {
            read(MAX_READS_PER_EVENT);
        }
    }

    /** Called by the event loop when it ends. */
    @Override
    public void close() {
        close("event loop ended", false);
    }

    private void onRegistered(@Nullable IoRegistration registered, @Nullable Throwable failure) {
        if (registered == null) {
            close("cannot watch the channel: " + failure, false);
            return;
        }
        registration = registered;
        if (closed) {
            registered.cancel();
            return;
        }
        registered.submit(interest);
    }

    private void read(int maxReads) {
        for (int reads = 0; reads < maxReads && !closed; reads++) {
            int count = msghdr.receive(socket);
            if (count == -Errno.EAGAIN) {
                break;
            }
            if (count <= 0) {
                endOfStream(count);
                return;
            }
            try {
                lines.received(msghdr, count);
            } catch (ProtocolException e) {
                close("protocol error: " + e.getMessage(), true);
            }
        }
        if (!closed) {
            handler.readComplete();
        }
    }

    private void endOfStream(int result) {
        handler.readComplete();
        if (result == 0) {
            close(lines.hasPartialLine() ? "peer closed in the middle of a line" : "peer closed", false);
        } else {
            close("recvmsg(" + socket + "): " + Errno.describe(-result), false);
        }
    }

    private boolean sendBytes(byte[] line) {
        boolean all = true;
        for (int start = 0; start < line.length; start += Msghdr.BUFFER_SIZE) {
            int length = Math.min(Msghdr.BUFFER_SIZE, line.length - start);
            outgoing().put(0, line, start, length);
            all = send(length, null);
        }
        return all;
    }

    private void flush() {
        while (!writes.isEmpty()) {
            int length = writes.peek(msghdr.outgoing());
            Fd handle = writes.handle();
            if (handle != null && !handle.isOpen()) {
                close("protocol error: the peer answered for a handle that it was never sent", true);
                return;
            }
            int sent = handle == null ? msghdr.send(socket, 0, length) : msghdr.send(socket, 0, length, handle);
            if (sent < 0) {
                later(sent);
                return;
            }
            writes.sent(sent);
        }
        watch(EpollIoOps.EPOLLIN);
        handler.writesDone();
    }

    private void later(int error) {
        if (error == -Errno.EAGAIN) {
            watch(EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT));
        } else if (Errno.meansLater(-error)) {
            // The socket itself has room, so that EPOLLOUT would come at once and for ever.
            watch(EpollIoOps.EPOLLIN);
            Future<?> unused = loop.schedule(this::flushUnlessClosed, RETRY_MS, TimeUnit.MILLISECONDS);
        } else {
            broken = true;
            writes.clear();
            watch(EpollIoOps.EPOLLIN);
        }
    }

    private void flushUnlessClosed() {
        if (!closed && !broken) {
            flush();
        }
    }

    private void requireReader() {
        if (writes.isOverfull()) {
            loop.execute(
                    () -> close("peer does not read: more than " + WriteQueue.MAX_BYTES + " bytes wait for it", true));
        }
    }

    private void watch(EpollIoOps ops) {
        if (!interest.equals(ops)) {
            interest = ops;
            if (registration != null && registration.isValid()) {
                registration.submit(ops);
            }
        }
    }

    private void close(String reason, boolean peersFault) {
        if (closed) {
            return;
        }
        closed = true;
        if (registration != null) {
            registration.cancel();
        }
        socket.close();
        lines.closeDescriptors();
        writes.clear();
        handler.closed(new End(reason, peersFault));
    }
}
