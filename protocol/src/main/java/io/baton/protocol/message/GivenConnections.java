package io.baton.protocol.message;

import io.baton.protocol.channel.KeyedSockets;
import io.netty.channel.unix.UnixChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The connections of one server in this process that were given to another process as messages' handles. Only the other
 * process knows which of them are still open. Node's {@code server.getConnections} and {@code server.close} ask it too.
 * Thread-safe.
 */
public final class GivenConnections {

    private final MessagePort port;
    private final String key;

    /** The connections of this server that are sent on this port. The server may be closed already. */
    public GivenConnections(MessagePort port, UnixChannel server) {
        this.port = port;
        this.key = Sockets.serverKey(server);
    }

    /**
     * How many of the connections sent before this call the other process has open.
     *
     * @return fails with {@link ChannelClosedException} if the channel is closed or ends before the answer, as Node's
     *     {@code ERR_CHILD_CLOSED_BEFORE_REPLY}
     */
    public CompletionStage<Integer> count() {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        port.ask(sockets -> sockets.count(key, known -> answer(count, known))).whenComplete((asked, failure) -> {
            if (failure != null) {
                count.completeExceptionally(failure);
            }
        });
        return Stages.of(count);
    }

    /** Completes when the other process has closed all connections sent before this call, or is gone. */
    public CompletionStage<Void> closed() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        port.ask(sockets -> sockets.whenAllClosed(key, () -> closed.complete(null)))
                .whenComplete((asked, failure) -> closed.complete(null));
        return Stages.of(closed);
    }

    private static void answer(CompletableFuture<Integer> count, int known) {
        if (known == KeyedSockets.UNKNOWN) {
            count.completeExceptionally(new ChannelClosedException("ended before the answer"));
        } else {
            count.complete(known);
        }
    }
}
