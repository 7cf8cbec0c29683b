package io.baton.protocol.message;

import io.baton.protocol.channel.KeyedSockets;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PosixException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A message that was sent and of which the sender has heard nothing yet.
 *
 * @param json the message, on one line
 * @param handle what goes with it, not given away before it arrived
 * @param copy the descriptor that is sent for the handle, owned by this record's holder
 * @param question what is asked about sockets sent before, in place of a message
 */
record Outgoing(
        String json,
        @Nullable Handle handle,
        @Nullable Fd copy,
        CompletableFuture<Void> sent,
        @Nullable Consumer<KeyedSockets> question) {

    /** With the handle, if there is one, on loan. */
    static Outgoing of(String json, @Nullable Handle handle) throws PosixException {
        return new Outgoing(json, handle, handle == null ? null : handle.lend(), new CompletableFuture<>(), null);
    }

    /** A question in place of a message. */
    static Outgoing asking(Consumer<KeyedSockets> question) {
        return new Outgoing("", null, null, new CompletableFuture<>(), question);
    }

    /** It is in the kernel, or the other process has its handle. */
    void arrived() {
        closeCopy(true);
        sent.complete(null);
    }

    /** It is lost, and the handle the sender's again. */
    void failed(Exception reason) {
        closeCopy(false);
        sent.completeExceptionally(reason);
    }

    private void closeCopy(boolean taken) {
        if (handle != null && copy != null) {
            copy.close();
            handle.returned(taken);
        }
    }
}
