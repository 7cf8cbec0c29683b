package io.baton.agent.channel;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The connections that were sent to the master, oldest first, until it has said that they arrived. If one did not arrive, because
 * the master had no room for its descriptor, it is sent again. The lock of the channel's output is held.
 */
final class Unanswered {

    private static final int MOST_TRIES = 4;

    /** Closes descriptors. */
    interface Closing {
        void close(int descriptor);
    }

    /** One of them: a copy of its descriptor and its line. */
    static final class Sent {
        final int descriptor;
        final byte[] line;
        private int tries = 1;

        Sent(int descriptor, byte[] line) {
            this.descriptor = descriptor;
            this.line = line;
        }
    }

    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
    private final ArrayDeque<Sent> again = new ArrayDeque<>();
    private final Closing closing;

    Unanswered(Closing closing) {
        this.closing = closing;
    }

    /** It was sent. */
    void add(Sent connection) {
        sent.add(connection);
    }

    int count() {
        return sent.size() + again.size();
    }

    /** The oldest one arrived. */
    void arrived() {
        Sent oldest = sent.poll();
        if (oldest != null) {
            closing.close(oldest.descriptor);
        }
    }

    /** The oldest one did not arrive. */
    void lost() {
        Sent oldest = sent.poll();
        if (oldest == null) {
            return;
        }
        if (oldest.tries == MOST_TRIES) {
            closing.close(oldest.descriptor);
        } else {
            oldest.tries++;
            again.add(oldest);
        }
    }

    /** The next one to be sent again; null if there is none. It stays the next until {@link #sentAgain}. */
    @Nullable
    Sent next() {
        return again.peek();
    }

    /** The next one was sent again. */
    void sentAgain() {
        Sent next = again.poll();
        if (next != null) {
            sent.add(next);
        }
    }
}
