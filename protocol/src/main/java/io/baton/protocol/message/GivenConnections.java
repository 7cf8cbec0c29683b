package io.baton.protocol.message;

import io.baton.protocol.channel.KeyedSockets;
import io.netty.channel.unix.UnixChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The connections that one server here accepted and that were given to another process, as messages' handles. They are the
 * other process's, and only it knows which are still open: Node's {@code server.getConnections} and {@code server.close} ask
 * it, too. Thread-safe.
 */
public final class GivenConnections {

    private final MessagePort port;
    private final String key;

    /** Those of this server, open or closed by now, that are sent on this port. */
    public GivenConnections(MessagePort port, UnixChannel server) {
        this.port = port;
        this.key = Handle.serverKey(server);
    }

    /**
     * How many the other process has open: of those sent before this call.
     *
     * @return fails with {@link ChannelClosedException} if the channel is closed or ends before the answer, as Node's {@code
     *     ERR_CHILD_CLOSED_BEFORE_REPLY}
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

    /** Completes when the other process has none open, of those sent before this call, or is gone. */
    public CompletionStage<Void> closed() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        port.ask(sockets -> sockets.whenAllClosed(key, () -> closed.complete(null)))
                .whenComplete((asked, failure) -> closed.complete(null));
        return Stages.of(closed);
    }

    private static void answer(CompletableFuture<Integer> count, int known) {
        if (known == KeyedSockets.UNKNOWN) {
            count.completeExceptionally(new ChannelClosedException("it ended before the answer"));
        } else {
            count.complete(known);
        }
    }
}
