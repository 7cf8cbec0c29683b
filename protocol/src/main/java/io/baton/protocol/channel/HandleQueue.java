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
 * The order of what is sent around handles. A handle is on its way until the peer answered for it; only so many may be.
 * To a plain Node peer that is one, and whatever is sent after it waits for the answer, as Node itself does it: so order
 * holds even if the handle has to be sent again. Answers to the peer's own handles never wait, or two sides that send at
 * once would wait for each other.
 *
 * <p>A handle that the peer could not open is sent again, the same line, at most three times. The channel's event loop's.
 */
final class HandleQueue {

    private static final int MAX_SENDS = 4;
    private static final byte[] END = {'\n'};

    /** Stands for a connection of the hot path, of which nothing is kept. */
    private static final Line CONNECTION = new Line(new byte[0], null, null);

    private final LineWriter writer;
    private final ChannelListener handler;
    private final ArrayDeque<Line> unanswered = new ArrayDeque<>();
    private final ArrayDeque<Line> held = new ArrayDeque<>();
    private Capabilities peer = Capabilities.NODE;
    private int heldBytes;

    /** A line, what rides on it, and who wants to know what became of that: nobody for a {@code newconn}. */
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

    /** What the peer can do is known now. */
    void peerIs(Capabilities capabilities) {
        peer = capabilities;
        release();
    }

    /** Sends a line, or holds it until its turn. */
    void send(byte[] line, @Nullable Fd handle, @Nullable Delivery delivery) {
        if (held.isEmpty() && mayGo(handle != null)) {
            write(new Line(line, handle, delivery));
        } else {
            hold(new Line(line, handle, delivery));
        }
    }

    /**
     * Sends the composed {@code newconn} line, or holds it until its turn.
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

    /** The peer answered for the oldest handle on its way: it has it, or could not open it. */
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

    /** Whether nothing is held and nothing is on its way. */
    boolean isDone() {
        return held.isEmpty() && unanswered.isEmpty();
    }

    /** Whether nothing is held. */
    boolean isReleased() {
        return held.isEmpty();
    }

    /** The channel has ended: tells everybody who still waits. */
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
            throw new IllegalStateException("there is no peer any more to blame", e);
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
     * Whether several handles may be on their way to a plain Node peer. It keeps only the last descriptor of what it read at
     * once, so that one which comes before its line's end can be taken by another line. A read ends with the bytes that a
     * descriptor rides on: if that is the end of its line, nothing can come between.
     */
    private boolean ridesOnTheEnd() {
        return peer.version() == 0 && peer.window() > 1;
    }
}
