package io.baton.protocol.message;

import io.baton.protocol.channel.KeyedSockets;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.PosixException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A message that was sent and whose outcome is not known yet.
 *
 * @param json the message, on one line
 * @param handle sent with the message, and given away only when it arrives
 * @param copy the descriptor that is sent for the handle, owned by this record's holder
 * @param question asked instead of a message, about sockets sent before
 */
record Outgoing(
        String json,
        @Nullable Handle handle,
        @Nullable Fd copy,
        CompletableFuture<Void> sent,
        @Nullable Consumer<KeyedSockets> question) {

    /** A message, and its handle on loan if there is one. */
    static Outgoing of(String json, @Nullable Handle handle) throws PosixException {
        return new Outgoing(json, handle, handle == null ? null : handle.lend(), new CompletableFuture<>(), null);
    }

    /** A question instead of a message. */
    static Outgoing asking(Consumer<KeyedSockets> question) {
        return new Outgoing("", null, null, new CompletableFuture<>(), question);
    }

    /** The kernel has the message, or the other process has its handle. */
    void arrived() {
        closeCopy(true);
        sent.complete(null);
    }

    /** The message is lost, and its handle is the sender's again. */
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
