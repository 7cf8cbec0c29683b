package io.baton.protocol.channel;

import io.baton.protocol.HotLine;
import io.baton.protocol.loop.Guarded;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Msghdr;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoOps;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings bytes and descriptors into the kernel, in order and without ever waiting. A descriptor goes with the first byte
 * of its line and never twice. "No room" ({@code EAGAIN}, {@code ENOBUFS}, {@code ETOOMANYREFS}) means later; after any
 * other error nothing is written any more. The channel's event loop's.
 */
final class LineWriter {

    private static final int RETRY_MS = 10;

    /** What a writer needs of its channel. */
    interface Channel {

        /** Has {@link #flush} called at these events. */
        void watch(EpollIoOps ops);

        /** All that waited is in the kernel. */
        void drained();

        /** The peer is not what it should be: the channel is to end, but not from here. */
        void blame(String reason);
    }

    private final IoEventLoop loop;
    private final Fd socket;
    private final Msghdr msghdr;
    private final int maxWaitingBytes;
    private final Channel channel;
    private final Runnable flushBatch = new Guarded(this::flushBatch);
    private final WriteQueue queue = new WriteQueue();

    /** Whether the kernel refused, and will say or be asked when it would not. */
    private boolean blocked;

    private boolean flushIsNear;
    private boolean broken;

    /**
     * Writes to one socket.
     *
     * @param maxWaitingBytes what may wait for a peer that does not read
     */
    LineWriter(IoEventLoop loop, Fd socket, Msghdr msghdr, int maxWaitingBytes, Channel channel) {
        this.loop = loop;
        this.socket = socket;
        this.msghdr = msghdr;
        this.maxWaitingBytes = maxWaitingBytes;
        this.channel = channel;
    }

    /**
     * Writes the first {@code length} bytes of the msghdr's buffer now.
     *
     * @return whether the kernel has it all; if not, {@link Channel#drained} follows
     */
    boolean writeComposed(int length, @Nullable Fd handle) {
        if (broken) {
            return false;
        }
        if (!queue.isEmpty()) {
            queue.add(msghdr.outgoing(), 0, length, handle);
            flushUnlessBlocked();
            return queue.isEmpty() && !broken;
        }
        int sent = send(length, handle);
        if (sent == length) {
            return true;
        }
        if (sent < 0) {
            later(sent);
        } else {
            later(-Errno.EAGAIN);
        }
        if (!broken) {
            queue.add(msghdr.outgoing(), Math.max(sent, 0), length, sent > 0 ? null : handle);
            requireReader(0);
        }
        return false;
    }

    /** Writes a line at the latest at the end of this turn of the loop, together with all others of the turn. */
    void write(byte[] line, @Nullable Fd handle) {
        if (broken) {
            return;
        }
        queue.add(line, handle);
        requireReader(0);
        flushSoon();
    }

    /** Writes the two lines that answer a {@code newconn}, as {@link #write} does. */
    void writeAckAndAccepted(long ack, boolean accepted, long seq) {
        if (broken) {
            return;
        }
        ByteBuffer room = queue.room(HotLine.MAX_ANSWER);
        int start = room.position();
        HotLine.putAckAndAccepted(room, ack, accepted, seq);
        queue.addPut(room.position() - start);
        requireReader(0);
        flushSoon();
    }

    /** Writes what waits, as far as the kernel takes it. */
    void flush() {
        if (broken) {
            return;
        }
        blocked = false;
        while (!queue.isEmpty()) {
            Fd handle = queue.handle();
            if (handle != null && !handle.isOpen()) {
                end();
                channel.blame("protocol error: the peer answered for a handle that it was never sent");
                return;
            }
            int sent = send(queue.peek(msghdr.outgoing()), handle);
            if (sent < 0) {
                later(sent);
                return;
            }
            queue.sent(sent);
        }
        channel.watch(EpollIoOps.EPOLLIN);
        channel.drained();
    }

    /** Writes what this turn of the loop has brought; not what the kernel would not take. */
    void flushUnlessBlocked() {
        if (!blocked && !queue.isEmpty()) {
            flush();
        }
    }

    /** Whether nothing waits; never again once the peer can read no more. */
    boolean isDrained() {
        return queue.isEmpty() && !broken;
    }

    /** Blames a peer for which more waits than one that reads would leave: here, and so many bytes elsewhere. */
    void requireReader(int heldBytes) {
        if (queue.bytes() + heldBytes > maxWaitingBytes) {
            channel.blame("peer does not read: more than " + maxWaitingBytes + " bytes wait for it");
        }
    }

    /** Nothing is written any more, and what waits never will be. */
    void end() {
        broken = true;
        queue.clear();
    }

    private void flushSoon() {
        if (!flushIsNear && !blocked) {
            flushIsNear = true;
            loop.execute(flushBatch);
        }
    }

    private void flushBatch() {
        flushIsNear = false;
        flushUnlessBlocked();
    }

    private int send(int length, @Nullable Fd handle) {
        return handle == null ? msghdr.send(socket, 0, length) : msghdr.send(socket, 0, length, handle);
    }

    private void later(int error) {
        blocked = true;
        if (error == -Errno.EAGAIN) {
            channel.watch(EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT));
        } else if (Errno.meansLater(-error)) {
            // The socket itself has room, so that EPOLLOUT would come at once and for ever.
            channel.watch(EpollIoOps.EPOLLIN);
            Future<?> unused = loop.schedule(new Guarded(this::flush), RETRY_MS, TimeUnit.MILLISECONDS);
        } else {
            end();
            channel.watch(EpollIoOps.EPOLLIN);
        }
    }
}
