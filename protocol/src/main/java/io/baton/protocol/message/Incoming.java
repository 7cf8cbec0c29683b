package io.baton.protocol.message;

import io.baton.protocol.log.Losses;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Keeps received messages until there is a listener. Owned by the event loop. */
final class Incoming {

    private final ArrayDeque<Told> kept = new ArrayDeque<>();

    private final Losses losses;

    private @Nullable MessageListener listener;

    private record Told(String json, @Nullable Handle handle) {}

    /** No message has come yet. */
    Incoming(Losses losses) {
        this.losses = losses;
    }

    /** A message came. Its handle is for the listener. */
    void add(String json, @Nullable Handle handle) {
        Told message = new Told(json, handle);
        if (listener == null || !kept.isEmpty()) {
            kept.add(message);
        } else {
            tell(listener, message);
        }
    }

    /** Tells this listener the kept messages and all later ones. */
    void tell(MessageListener newListener) {
        listener = newListener;
        while (listener == newListener && !kept.isEmpty()) {
            tell(newListener, kept.remove());
        }
    }

    /**
     * No more messages come. Handles are closed if no listener was told of them; the messages stay for a late listener.
     */
    void end() {
        int count = kept.size();
        for (int i = 0; i < count; i++) {
            Told message = kept.remove();
            if (message.handle() != null) {
                losses.add("a handle was closed: nothing listened for messages before the channel ended");
                message.handle().close();
            }
            kept.add(new Told(message.json(), null));
        }
    }

    private static void tell(MessageListener listener, Told message) {
        Listeners.call(() -> listener.message(ValueCodec.decode(message.json()), message.handle()));
    }
}
