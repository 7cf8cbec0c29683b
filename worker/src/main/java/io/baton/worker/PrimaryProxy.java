package io.baton.worker;

import io.baton.protocol.Capabilities;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.Message;
import io.baton.protocol.channel.IpcChannel;

/** What a worker says to its master. Numbers the messages. The event loop's. */
final class PrimaryProxy {

    private final IpcChannel channel;

    private long seq;

    PrimaryProxy(IpcChannel channel) {
        this.channel = channel;
    }

    void online() {
        send(new Message.Online(seq++, Capabilities.BATON));
    }

    void queryServer(ListenAddress address) {
        send(new Message.QueryServer(seq++, ListenRequest.of(address)));
    }

    void listening(ListenAddress address) {
        send(new Message.Listening(seq++, ListenRequest.of(address)));
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

    /** Answers a connection; {@link #sendAnswers} sends all that were answered since the last time. */
    void answer(long ack, boolean accepted) {
        channel.answer(ack, accepted, seq++);
    }

    /**
     * Sends the answers in one piece.
     *
     * @return whether the kernel has all that was ever sent
     */
    boolean sendAnswers() {
        return channel.flush();
    }

    void leave() {
        channel.close("leaving");
    }

    private void send(Message message) {
        channel.send(message);
    }
}
