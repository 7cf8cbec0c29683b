package io.baton.protocol.channel;

import io.baton.protocol.HotLine;
import io.baton.protocol.LineFramer;
import io.baton.protocol.Message;
import io.baton.protocol.MessageCodec;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.posix.Msghdr;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls of a channel's handler out of what recvmsg(2) brought: splits bytes into lines, lets each line with a handle
 * take the next descriptor, and recognises the lines of the hot path byte for byte. The channel's event loop's.
 */
final class IncomingLines {

    private static final int MAX_WAITING_DESCRIPTORS = 1024;

    private final IpcChannel.Handler handler;
    private final BooleanSupplier open;
    private final LineFramer framer = new LineFramer();
    private final LineFramer.Sink sink = this::line;
    private final DescriptorQueue descriptors = new DescriptorQueue();

    private String knownKey = "";
    private byte @Nullable [] knownKeyPrefix;

    /**
     * The lines of one channel.
     *
     * @param open whether the channel still is; the handler may close it at every line
     */
    IncomingLines(IpcChannel.Handler handler, BooleanSupplier open) {
        this.handler = handler;
        this.open = open;
    }

    /** Takes {@code count} bytes of the msghdr, and the descriptor that came with them. */
    void received(Msghdr msghdr, int count) throws ProtocolException {
        keepDescriptor(msghdr);
        framer.feed(msghdr.incoming(), count, sink);
    }

    /** Whether the stream ended in the middle of a line. */
    boolean hasPartialLine() {
        return framer.hasPartialLine();
    }

    /** Closes the descriptors whose lines never came. */
    void closeDescriptors() {
        descriptors.closeAll();
    }

    private void keepDescriptor(Msghdr msghdr) throws ProtocolException {
        if (msghdr.hasFd()) {
            descriptors.add(msghdr.takeFd());
        } else if (msghdr.lostFd()) {
            descriptors.addLost();
        }
        if (descriptors.size() > MAX_WAITING_DESCRIPTORS) {
            throw new ProtocolException("descriptors without a line: more than " + MAX_WAITING_DESCRIPTORS);
        }
    }

    private boolean line(ByteBuffer buffer, int start, int end) throws ProtocolException {
        if (HotLine.isAck(buffer, start, end)) {
            handler.acknowledged(true);
            return open.getAsBoolean();
        }
        long accepted = HotLine.accepted(buffer, start, end);
        if (accepted != -1) {
            handler.accepted(accepted >= 0 ? accepted : -2 - accepted, accepted >= 0);
            return open.getAsBoolean();
        }
        long seq = HotLine.newConnection(buffer, start, end, knownKeyPrefix);
        if (seq >= 0) {
            handler.newConnection(knownKey, seq, descriptors.next());
            return open.getAsBoolean();
        }
        deliver(MessageCodec.decode(buffer, start, end));
        return open.getAsBoolean();
    }

    private void deliver(Message message) throws ProtocolException {
        if (message instanceof Message.Ack || message instanceof Message.Nack) {
            handler.acknowledged(message instanceof Message.Ack);
        } else if (message instanceof Message.Accepted accepted) {
            handler.accepted(accepted.ack(), accepted.accepted());
        } else if (message instanceof Message.WithHandle line
                && line.content() instanceof Message.NewConnection connection) {
            knownKey = connection.key();
            knownKeyPrefix = HotLine.newConnectionPrefix(knownKey);
            handler.newConnection(knownKey, connection.seq(), descriptors.next());
        } else if (message instanceof Message.WithHandle line) {
            handler.withHandle(line, descriptors.next());
        } else {
            handler.message(message);
        }
    }
}
