package io.baton.worker;

import io.baton.protocol.Capabilities;
import io.baton.protocol.HotLine;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.channel.IpcChannel;
import java.nio.ByteBuffer;

/** What a worker says to its master. Numbers the messages. The event loop's. */
final class PrimaryProxy {

    /** Two lines for every connection; so many of them fit into one send. */
    private static final int REPLY_BYTES = 128;

    private final IpcChannel channel;

    private long seq;
    private int composed;

    PrimaryProxy(IpcChannel channel) {
        this.channel = channel;
    }

    void online() {
        send(new Message.Online(seq++, Capabilities.BATON));
    }

    void queryServer(ListenAddress address) {
        send(new Message.QueryServer(seq++, address, 0));
    }

    void listening(ListenAddress address) {
        send(new Message.Listening(seq++, address, 0));
    }

    void stats(int open, int computing, int threads) {
        send(new Message.Stats(seq++, open, computing, threads));
    }

    void retire(String reason) {
        send(new Message.Retire(seq++, reason));
    }

    void close(String key) {
        send(new Message.Close(seq++, key));
    }

    /** Composes the answer to a connection; {@link #sendAnswers} sends all that were composed since the last time. */
    void answer(long ack, boolean accepted) {
        ByteBuffer outgoing =
                composed == 0 ? channel.outgoing() : channel.outgoing().position(composed);
        if (outgoing.remaining() < REPLY_BYTES) {
            sendAnswers();
            outgoing = channel.outgoing();
        }
        HotLine.putAckAndAccepted(outgoing, ack, accepted, seq++);
        composed = outgoing.position();
    }

    /** Acknowledges a handle that this worker has no use for. */
    void acknowledge() {
        send(new Message.Ack());
    }

    /**
     * Sends the composed answers in one piece.
     *
     * @return whether the kernel has all that was ever written
     */
    boolean sendAnswers() {
        if (composed > 0) {
            int length = composed;
            composed = 0;
            channel.send(length, null);
        }
        return channel.allWritten();
    }

    void leave() {
        channel.close("leaving");
    }

    /** Composed answers stand in the buffer that this message will use, and go first. */
    private void send(Message message) {
        sendAnswers();
        channel.send(message);
    }
}
