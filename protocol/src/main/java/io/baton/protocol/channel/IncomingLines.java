package io.baton.protocol.channel;

import io.baton.protocol.Capabilities;
import io.baton.protocol.HandleType;
import io.baton.protocol.HotLine;
import io.baton.protocol.LineFramer;
import io.baton.protocol.Message;
import io.baton.protocol.MessageCodec;
import io.baton.protocol.Moved;
import io.baton.protocol.MovingMessage;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.log.Losses;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.SocketKind;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads a channel and calls its listener. Splits the bytes of recvmsg(2) into lines, gives each line with a handle the
 * next descriptor and acknowledges it, and recognises the lines of the hot path byte for byte. Owned by the channel's
 * event loop.
 */
final class IncomingLines {

    private static final Logger LOG = System.getLogger(IncomingLines.class.getName());
    private static final int MAX_WAITING_DESCRIPTORS = 1024;
    private static final byte[] ACK = MessageCodec.encode(new Message.Ack());
    private static final byte[] NACK = MessageCodec.encode(new Message.Nack());

    private final Fd socket;
    private final Msghdr msghdr;
    private final ChannelListener handler;
    private final HandleQueue sent;
    private final KeyedSockets sockets;
    private final LineWriter answers;
    private final LineFramer framer;
    private final LineFramer.Sink sink = new Lines();
    private final ChannelLimits limits;
    private final DescriptorQueue descriptors = new DescriptorQueue();
    private final KnownListeners listeners = new KnownListeners();
    private final Losses losses = new Losses(LOG);

    private int descriptorsBefore;
    private boolean hasLostHandle;
    private boolean ended;

    /**
     * The lines of one channel.
     *
     * @param sent told of answers to handles that this end sent
     * @param sockets told of questions and answers about sockets with a key
     * @param answers writes the answers to received handles
     * @param limits the longest line, and whether longer lines are skipped
     */
    IncomingLines(
            Fd socket,
            Msghdr msghdr,
            ChannelListener handler,
            HandleQueue sent,
            KeyedSockets sockets,
            LineWriter answers,
            ChannelLimits limits) {
        this.socket = socket;
        this.msghdr = msghdr;
        this.handler = handler;
        this.sent = sent;
        this.sockets = sockets;
        this.answers = answers;
        this.limits = limits;
        this.framer = new LineFramer(limits.maxLine());
    }

    /**
     * Reads until no more bytes wait, or so many times.
     *
     * @return why the stream has ended; null if it has not
     */
    @Nullable
    ChannelEnd read(int maxReads) {
        ChannelEnd end = readLines(maxReads);
        sayIfAHandleWasLost();
        return end;
    }

    private @Nullable ChannelEnd readLines(int maxReads) {
        for (int reads = 0; reads < maxReads && !ended; reads++) {
            int count = msghdr.receive(socket);
            if (count == -Errno.EAGAIN) {
                return null;
            }
            if (count <= 0) {
                return endOfStream(count);
            }
            try {
                descriptorsBefore = descriptors.size();
                keepDescriptor();
                framer.feed(msghdr.incoming(), count, sink);
                requireNoDescriptorInSkippedLine();
            } catch (ProtocolException e) {
                return new ChannelEnd("protocol error: " + e.getMessage(), true);
            } catch (RuntimeException e) {
                return endOf(e);
            }
        }
        return null;
    }

    /** What was read and not reported. */
    ChannelRemains remains(Capabilities peer) {
        return new ChannelRemains(
                socket.number(),
                Base64.getEncoder().encodeToString(framer.begun()),
                framer.skipped(),
                descriptors.numbers(),
                peer.version(),
                peer.window());
    }

    /** Owns the descriptors of the remains from here on. Called before the first read. */
    void goOn(ChannelRemains remains) {
        framer.goOn(Base64.getDecoder().decode(remains.begun()), remains.skipped());
        for (int number : remains.waiting()) {
            if (number == ChannelRemains.LOST) {
                descriptors.addLost();
            } else {
                descriptors.add(Fd.own(number));
            }
        }
    }

    /** The channel has ended. Reports no more lines, and closes the descriptors whose lines have not come. */
    void end() {
        ended = true;
        if (descriptors.closeAll() > 0) {
            losses.add("descriptors were closed: the channel ended before the lines that they belong to");
        }
    }

    /** The other end's words caused this exception, unless the channel has ended: then the end itself caused it. */
    private ChannelEnd endOf(RuntimeException thrown) {
        if (ended) {
            throw thrown;
        }
        LOG.log(Level.ERROR, "failed on a message of the other process", thrown);
        return new ChannelEnd("protocol error: " + thrown, true);
    }

    private ChannelEnd endOfStream(int result) {
        if (result < 0) {
            return new ChannelEnd("recvmsg(" + socket + "): " + Errno.describe(-result), false);
        }
        return new ChannelEnd(framer.hasPartialLine() ? "peer closed in the middle of a line" : "peer closed", false);
    }

    private void keepDescriptor() throws ProtocolException {
        if (msghdr.surplusFds() > 0) {
            losses.add("descriptors were closed: the other process sent several with one line");
        }
        if (msghdr.hasFd()) {
            descriptors.add(msghdr.takeFd());
        } else if (msghdr.lostFd()) {
            descriptors.addLost();
        }
        if (descriptors.size() > MAX_WAITING_DESCRIPTORS) {
            throw new ProtocolException("descriptors without a line: more than " + MAX_WAITING_DESCRIPTORS);
        }
    }

    /** Otherwise the next line would take the descriptor, and each further line the one of the line after it. */
    private void requireNoDescriptorInSkippedLine() throws ProtocolException {
        if (framer.isSkipping() && descriptors.size() > 0) {
            throw new ProtocolException("line: more than " + limits.maxLine() + " bytes, with a descriptor");
        }
    }

    private final class Lines implements LineFramer.Sink {

        @Override
        public boolean line(ByteBuffer buffer, int start, int end) throws ProtocolException {
            return IncomingLines.this.line(buffer, start, end);
        }

        /** A line of the application is skipped. A descriptor that came before this read belongs to the line. */
        @Override
        public void tooLong(ByteBuffer buffer, int start, int end, int longest) throws ProtocolException {
            if (!limits.skipsLonger() || descriptorsBefore > 0 || !LongLine.isApplications(buffer, start, end)) {
                LineFramer.Sink.super.tooLong(buffer, start, end, longest);
            }
        }

        @Override
        public void skipped(long bytes) throws ProtocolException {
            handler.message(new Message.Skipped(bytes));
        }
    }

    private boolean line(ByteBuffer buffer, int start, int end) throws ProtocolException {
        if (HotLine.isAck(buffer, start, end)) {
            sent.acknowledged(true);
            return !ended;
        }
        long accepted = HotLine.accepted(buffer, start, end);
        if (accepted != -1) {
            handler.accepted(accepted >= 0 ? accepted : -2 - accepted, accepted >= 0);
            return !ended;
        }
        long seq = listeners.newConnection(buffer, start, end);
        if (seq >= 0) {
            handler.newConnection(listeners.last(), seq, nextDescriptor());
            return !ended;
        }
        deliver(MessageCodec.decode(buffer, start, end));
        return !ended;
    }

    private void deliver(Message message) throws ProtocolException {
        if (message instanceof Message.Ack || message instanceof Message.Nack) {
            sent.acknowledged(message instanceof Message.Ack);
        } else if (message instanceof Message.Accepted accepted) {
            handler.accepted(accepted.ack(), accepted.accepted());
        } else if (message instanceof Message.WithHandle line
                && line.content() instanceof Message.NewConnection connection) {
            listeners.add(connection.key());
            Moved moved = connection.moved();
            if (moved == null) {
                handler.newConnection(listeners.last(), connection.seq(), nextDescriptor());
            } else {
                handler.movedConnection(listeners.last(), connection.seq(), moved, nextDescriptor());
            }
        } else if (message instanceof Message.WithHandle line) {
            deliver(line, nextDescriptor());
        } else if (message instanceof Message.SocketTally tally) {
            sockets.heard(tally);
        } else {
            handler.message(message);
        }
    }

    /** The next line's descriptor; null if it was lost or never came. */
    private @Nullable Fd nextDescriptor() {
        Fd next = descriptors.next();
        hasLostHandle |= next == null;
        return next;
    }

    /** Waits until this process can open a descriptor: for the first log line the JVM reads classes and time zones. */
    private void sayIfAHandleWasLost() {
        if (hasLostHandle && !ended && Libc.canOpenAnother(socket)) {
            hasLostHandle = false;
            losses.add(
                    "a handle did not come with its line: none was sent, or this process could open no more descriptors");
        }
    }

    /** Answers each handle once. Only a handle that Node keeps until it is acknowledged is asked for again. */
    private void deliver(Message.WithHandle line, @Nullable Fd handle) throws ProtocolException {
        if (handle == null && line.type().isGivenAway()) {
            answers.write(NACK, null);
            return;
        }
        answers.write(ACK, null);
        if (line.content() instanceof MovingMessage.Returned) {
            // The other process serves the connection on unless it learns this, so it must know before anyone else can.
            answers.flushUnlessBlocked();
        }
        if (handle != null && !HandleCheck.isUsable(line.type(), handle)) {
            losses.add("a handle was closed, its message told without it: " + misfit(line.type(), handle));
            handle.close();
            handler.withHandle(line, null);
            return;
        }
        String key = line.key();
        if (handle != null && key != null) {
            sockets.arrived(key);
        }
        handler.withHandle(line, handle);
    }

    private static String misfit(HandleType type, Fd handle) {
        return type == HandleType.OTHER
                ? "its type is none of " + HandleType.wireNames()
                : SocketKind.of(handle) + " is no " + type.wireName();
    }
}
