package io.baton.protocol.message;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The messages that came, for the listener: kept until there is one. The loop's. */
final class Incoming {

    private final ArrayDeque<Told> kept = new ArrayDeque<>();

    private @Nullable MessageListener listener;

    private record Told(String json, @Nullable Handle handle) {}

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

    /** No more will come: handles that nobody was told of are closed. */
    void end() {
        for (Told message : kept) {
            if (message.handle() != null) {
                message.handle().close();
            }
        }
    }

    private static void tell(MessageListener listener, Told message) {
        Listeners.call(() -> listener.message(ValueCodec.decode(message.json()), message.handle()));
    }
}
