package io.baton.master.control;

import io.baton.master.conductor.Conductor;
import io.baton.protocol.loop.FdWatch;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.netty.channel.epoll.EpollIoOps;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The connection of one client. At most one batch of answers waits to be sent, and nothing is read until it is. Control
 * thread only.
 */
final class Client implements FdWatch.Owner, Session.Output {

    private final Fd socket;
    private final ByteBuffer shared;
    private final Consumer<Client> whenClosed;
    private final Session session;
    private final LineBuffer lines;
    private final BooleanSupplier makesRoom;
    private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
    private final FdWatch watch;

    private boolean inputEnded;
    private boolean ending;

    /**
     * Begins to read.
     *
     * @param socket non-blocking, owned by the client from here on unless this fails
     * @param shared a direct buffer for the bytes of a moment, which all clients of the loop share
     * @param memory for long lines, which all clients share
     * @param makesRoom has another client give up its share of that memory; returns false if none has one
     * @param usage measures what workers use
     * @param whenClosed called once
     */
    Client(
            Conductor loop,
            Fd socket,
            ByteBuffer shared,
            LineMemory memory,
            BooleanSupplier makesRoom,
            Usage usage,
            MasterProxy master,
            Consumer<Client> whenClosed)
            throws PosixException {
        this.lines = new LineBuffer(memory);
        this.makesRoom = makesRoom;
        this.socket = socket;
        this.shared = shared;
        this.whenClosed = whenClosed;
        this.session = new Session(master, loop::post, this, usage::measure);
        this.watch = loop.watch(socket, EpollIoOps.EPOLLIN, this);
    }

    /** Whether it gets events, so that it is no wonder that it says nothing. */
    boolean follows() {
        return session.follows();
    }

    /** Whether it has begun a long line. */
    boolean hasLongLine() {
        return lines.isLarge();
    }

    /** Whether it waits for an answer. */
    boolean waits() {
        return session.isBusy();
    }

    @Override
    public void ready(EpollIoOps events) {
        write();
        if (watch.isOpen() && mayRead()) {
            read();
        }
        watchForMore();
    }

    @Override
    public void loopEnds() {
        session.closed();
    }

    @Override
    public void send(String line) {
        unsent.addLast(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void flush() {
        write();
        if (watch.isOpen() && unsent.isEmpty()) {
            readLines();
        }
        watchForMore();
    }

    @Override
    public void endWhenSent() {
        ending = true;
        flush();
    }

    /** The master ends. What has happened until now is sent, then the connection is closed. */
    void finish() {
        session.finish();
    }

    /** Closes the connection, whatever is not sent. */
    void close() {
        if (watch.isOpen()) {
            watch.close();
            lines.end();
            session.closed();
            whenClosed.accept(this);
        }
    }

    /** A client that gets events has nothing more to say, but may close its end. */
    private boolean mayRead() {
        return (session.isIdle() || session.follows()) && unsent.isEmpty() && !inputEnded;
    }

    private void read() {
        while (watch.isOpen() && mayRead()) {
            shared.clear().limit(Math.min(shared.capacity(), lines.room()));
            int count = Libc.receive(socket, shared);
            if (count > 0) {
                lines.add(shared.flip());
                if (session.follows()) {
                    close();
                } else {
                    readLines();
                }
            } else if (count == 0) {
                inputEnded = true;
                session.finish();
            } else {
                if (count != -Errno.EAGAIN && count != -Errno.EINTR) {
                    close();
                }
                return;
            }
        }
    }

    private void readLines() {
        while (watch.isOpen() && session.isIdle() && unsent.isEmpty()) {
            lines.answered();
            String line = lines.next();
            if (line == null) {
                if (lines.isFull()) {
                    makeRoom();
                }
                return;
            }
            session.line(line);
        }
    }

    private void makeRoom() {
        if (lines.isTooLong()) {
            session.refuse("line: longer than " + LineBuffer.MAX_LINE + " bytes");
            return;
        }
        boolean grown = lines.grow();
        while (!grown && makesRoom.getAsBoolean()) {
            grown = watch.isOpen() && lines.grow();
        }
        if (!grown && watch.isOpen()) {
            session.refuse("line: too many long ones at once");
        }
    }

    private void write() {
        boolean wasUnsent = !unsent.isEmpty();
        while (watch.isOpen() && !unsent.isEmpty()) {
            ByteBuffer first = unsent.getFirst();
            shared.clear().limit(Math.min(shared.capacity(), first.remaining()));
            shared.put(first.slice(first.position(), shared.remaining())).flip();
            int count = Libc.send(socket, shared);
            if (count == -Errno.EAGAIN || count == -Errno.EINTR) {
                return;
            } else if (count < 0) {
                close();
                return;
            }
            first.position(first.position() + count);
            if (!first.hasRemaining()) {
                unsent.removeFirst();
            }
        }
        if (watch.isOpen() && ending) {
            close();
        } else if (watch.isOpen() && wasUnsent) {
            session.sent();
        }
    }

    private void watchForMore() {
        if (!unsent.isEmpty()) {
            watch.interest(EpollIoOps.EPOLLOUT);
        } else {
            watch.interest(mayRead() ? EpollIoOps.EPOLLIN : FdWatch.NOTHING);
        }
    }
}
