package io.baton.worker;

import io.baton.protocol.Capabilities;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.Message;
import io.baton.protocol.channel.IpcChannel;
import io.baton.worker.spi.Load;

/** Says the worker's words to its master, and numbers them. Owned by the event loop. */
final class PrimaryProxy {

    private final IpcChannel channel;

    private long seq;

    PrimaryProxy(IpcChannel channel) {
        this.channel = channel;
    }

    void online() {
        send(new Message.Online(seq++, Capabilities.BATON));
    }

    /** Asks to listen. Returns the number of the request, which the answer repeats. */
    long queryServer(ListenRequest request) {
        long number = seq++;
        send(new Message.QueryServer(number, request));
        return number;
    }

    void listening(ListenRequest bound) {
        send(new Message.Listening(seq++, bound));
    }

    void stats(int open, Load load) {
        send(new Message.Stats(
                seq++, open, load.running() + load.waiting(), load.threads(), load.requests(), load.progress()));
    }

    void retire(String reason) {
        send(new Message.Retire(seq++, reason));
    }

    /** A signal asked this worker to end. It serves until the master lets it go, and asks for a successor. */
    void release(String reason) {
        send(new Message.Release(seq++, reason));
    }

    void close(String key) {
        send(new Message.Close(seq++, key));
    }

    /** Answers the connection of number {@code ack}. */
    void answer(long ack, boolean accepted) {
        channel.answer(ack, accepted, seq++);
    }

    /** Says that the request of number {@code ack} was obeyed. */
    void reply(long ack) {
        send(new Message.Reply(ack, seq++));
    }

    /** A socket that came with this key is closed. */
    void socketClosed(String key) {
        channel.sockets().closed(key);
    }

    /** Closes the channel once everything said is delivered. */
    void leave() {
        channel.closeWhenDelivered("leaving");
    }

    /** Closes the channel. */
    void close() {
        channel.close("exiting");
    }

    private void send(Message message) {
        channel.send(message);
    }
}
