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
 * Writes bytes and descriptors to the kernel, in order and without ever waiting. A descriptor goes with the first byte
 * of its line, and never twice. {@code EAGAIN}, {@code ENOBUFS} and {@code ETOOMANYREFS} mean that there is no room
 * now; after any other error nothing is written any more. Owned by the channel's event loop.
 */
final class LineWriter {

    private static final int RETRY_MS = 10;

    /** The part of a channel that its writer uses. */
    interface Channel {

        /** Calls {@link #flush} at these events. */
        void watch(EpollIoOps ops);

        /** Everything that waited is in the kernel. */
        void drained();

        /** The other end is at fault. The channel must end, but not during this call. */
        void blame(String reason);
    }

    private final IoEventLoop loop;
    private final Fd socket;
    private final Msghdr msghdr;
    private final int maxWaitingBytes;
    private final Channel channel;
    private final Runnable flushBatch = new Guarded(this::flushBatch);
    private final WriteQueue queue = new WriteQueue();

    /** Whether the kernel had no room. The writer tries again when it is told of room, or after a while. */
    private boolean blocked;

    private boolean flushIsNear;
    private boolean broken;

    /**
     * Writes to one socket.
     *
     * @param maxWaitingBytes how many bytes may wait while the other end does not read
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

    /** Writes a line at the latest at the end of this turn of the loop, together with the other lines of the turn. */
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

    /** Writes the waiting bytes, as many as the kernel takes. */
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

    /** Writes the bytes of this turn of the loop, unless the kernel has no room. */
    void flushUnlessBlocked() {
        if (!blocked && !queue.isEmpty()) {
            flush();
        }
    }

    /** Whether no bytes wait. Stays false once the other end can read no more. */
    boolean isDrained() {
        return queue.isEmpty() && !broken;
    }

    /** Ends the channel if so many bytes wait, here and held elsewhere, that the other end cannot be reading. */
    void requireReader(int heldBytes) {
        if (queue.bytes() + heldBytes > maxWaitingBytes) {
            channel.blame("peer does not read: more than " + maxWaitingBytes + " bytes wait for it");
        }
    }

    /** Writes nothing any more. The waiting bytes are lost. */
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
            // The socket itself has room, so EPOLLOUT would be reported at once and without end.
            channel.watch(EpollIoOps.EPOLLIN);
            Future<?> unused = loop.schedule(new Guarded(this::flush), RETRY_MS, TimeUnit.MILLISECONDS);
        } else {
            end();
            channel.watch(EpollIoOps.EPOLLIN);
        }
    }
}
