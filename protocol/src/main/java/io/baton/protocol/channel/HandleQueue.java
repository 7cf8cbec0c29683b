package io.baton.protocol.channel;

import io.baton.protocol.Capabilities;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.channel.Delivery.Outcome;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Msghdr;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps lines and handles in order. A handle is on its way until the other end has answered for it, and only a limited
 * number may be. To a plain Node process that number is one, and all later lines wait for the answer, as Node itself
 * does it: so the order holds even if the handle has to be sent again. Answers to the other end's own handles never
 * wait; otherwise two ends that send at the same time would wait for each other.
 *
 * <p>A handle that the other end could not open is sent again with the same line, at most three times. Owned by the
 * channel's event loop.
 */
final class HandleQueue {

    private static final int MAX_SENDS = 4;
    private static final byte[] END = {'\n'};

    /** Stands for each connection that was sent on the hot path. The queue keeps neither its line nor its descriptor. */
    private static final Line CONNECTION = new Line(new byte[0], null, null);

    private final LineWriter writer;
    private final ChannelListener handler;
    private final ArrayDeque<Line> unanswered = new ArrayDeque<>();
    private final ArrayDeque<Line> held = new ArrayDeque<>();
    private Capabilities peer = Capabilities.NODE;
    private int heldBytes;

    /** A line with its handle, and with the listener for the outcome. A {@code newconn} has no such listener. */
    private static final class Line {
        final byte[] bytes;
        final @Nullable Fd handle;
        final @Nullable Delivery delivery;
        int sends;

        Line(byte[] bytes, @Nullable Fd handle, @Nullable Delivery delivery) {
            this.bytes = bytes;
            this.handle = handle;
            this.delivery = delivery;
        }
    }

    HandleQueue(LineWriter writer, ChannelListener handler) {
        this.writer = writer;
        this.handler = handler;
    }

    /** The capabilities of the other end are known now. */
    void peerIs(Capabilities capabilities) {
        peer = capabilities;
        release();
    }

    Capabilities peer() {
        return peer;
    }

    /** Sends a line now, or when its turn comes. */
    void send(byte[] line, @Nullable Fd handle, @Nullable Delivery delivery) {
        if (held.isEmpty() && mayGo(handle != null)) {
            write(new Line(line, handle, delivery));
        } else {
            hold(new Line(line, handle, delivery));
        }
    }

    /**
     * Sends the composed {@code newconn} line now, or when its turn comes.
     *
     * @return whether the kernel has it all
     */
    boolean sendConnection(int length, Fd connection, Msghdr msghdr) {
        if (held.isEmpty() && mayGo(true)) {
            unanswered.add(CONNECTION);
            return ridesOnTheEnd()
                    ? writeComposedInTwo(length, connection, msghdr)
                    : writer.writeComposed(length, connection);
        }
        byte[] line = new byte[length];
        msghdr.outgoing().get(0, line);
        hold(new Line(line, connection, null));
        return false;
    }

    /**
     * The other end answered for the oldest handle on its way.
     *
     * @param taken whether it has the handle; false if it could not open it
     */
    void acknowledged(boolean taken) throws ProtocolException {
        Line line = unanswered.poll();
        if (line == null) {
            throw new ProtocolException("NODE_HANDLE_ACK: one more than handles were sent");
        }
        if (line.delivery == null) {
            handler.acknowledged(taken);
        } else if (taken) {
            line.delivery.ended(Outcome.TAKEN);
        } else if (line.sends < MAX_SENDS) {
            write(line);
        } else {
            line.delivery.ended(Outcome.REFUSED);
        }
        release();
    }

    /** Whether no line is held and no handle is on its way. */
    boolean isDone() {
        return held.isEmpty() && unanswered.isEmpty();
    }

    /** Whether no line is held. */
    boolean isReleased() {
        return held.isEmpty();
    }

    /** The channel has ended: every handle not answered for has its outcome. */
    void end() {
        while (!unanswered.isEmpty() || !held.isEmpty()) {
            Line line = unanswered.isEmpty() ? held.remove() : unanswered.remove();
            if (line.delivery != null) {
                tell(line.delivery);
            }
        }
    }

    private static void tell(Delivery delivery) {
        try {
            delivery.ended(Outcome.CHANNEL_ENDED);
        } catch (ProtocolException e) {
            throw new IllegalStateException("the other end is gone and cannot be at fault", e);
        }
    }

    private void release() {
        while (!held.isEmpty() && mayGo(held.element().handle != null)) {
            Line line = held.remove();
            heldBytes -= line.bytes.length;
            write(line);
        }
    }

    private boolean mayGo(boolean withHandle) {
        boolean oneByOne = peer.version() == 0 && peer.window() == 1;
        return withHandle ? unanswered.size() < peer.window() : !oneByOne || unanswered.isEmpty();
    }

    private void hold(Line line) {
        held.add(line);
        heldBytes += line.bytes.length;
        writer.requireReader(heldBytes);
    }

    private void write(Line line) {
        if (line.handle == null) {
            writer.write(line.bytes, null);
            return;
        }
        line.sends++;
        unanswered.add(line);
        if (ridesOnTheEnd()) {
            writer.write(Arrays.copyOf(line.bytes, line.bytes.length - 1), null);
            writer.write(END, line.handle);
        } else {
            writer.write(line.bytes, line.handle);
        }
    }

    private boolean writeComposedInTwo(int length, Fd handle, Msghdr msghdr) {
        writer.writeComposed(length - 1, null);
        msghdr.outgoing().put(0, END);
        return writer.writeComposed(END.length, handle);
    }

    /**
     * Whether several handles may be on their way to a plain Node process. Node keeps only the last descriptor of each
     * read, so that a descriptor ahead of its line's end could be taken by another line. A read ends with the bytes
     * that a descriptor came with. If they are the end of its line, no other line can take it.
     */
    private boolean ridesOnTheEnd() {
        return peer.version() == 0 && peer.window() > 1;
    }
}
