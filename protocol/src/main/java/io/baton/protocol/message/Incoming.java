package io.baton.protocol.message;

import io.baton.protocol.log.Losses;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The messages that came, for the listener: kept until there is one. The loop's. */
final class Incoming {

    private final ArrayDeque<Told> kept = new ArrayDeque<>();

    private final Losses losses;

    private @Nullable MessageListener listener;

    private record Told(String json, @Nullable Handle handle) {}

    /** Nothing came yet. */
    Incoming(Losses losses) {
        this.losses = losses;
    }

    /** A message came; the handle is the listener's. */
    void add(String json, @Nullable Handle handle) {
        Told message = new Told(json, handle);
        if (listener == null || !kept.isEmpty()) {
            kept.add(message);
        } else {
            tell(listener, message);
        }
    }

    /** Tells this listener what is kept, and what will come. */
    void tell(MessageListener newListener) {
        listener = newListener;
        while (listener == newListener && !kept.isEmpty()) {
            tell(newListener, kept.remove());
        }
    }

    /** No more will come. Handles that no listener was told of are closed; the messages stay for a listener that is late. */
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
