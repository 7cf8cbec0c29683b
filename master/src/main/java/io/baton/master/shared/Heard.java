package io.baton.master.shared;

import java.util.HashSet;
import java.util.Set;

/** The topics that one connection hears. They cost the master memory, so they are bounded. On the loop of the connection. */
final class Heard {

    private static final int MOST_BYTES = 256 * 1024;

    private final Topics all;
    private final Topics.Subscriber subscriber;
    private final Set<String> topics = new HashSet<>();
    private int bytes;

    /**
     * Of a connection that hears nothing yet.
     *
     * @param all those of its application
     */
    Heard(Topics all, Topics.Subscriber subscriber) {
        this.all = all;
        this.subscriber = subscriber;
    }

    /**
     * One more topic.
     *
     * @throws IllegalArgumentException if there are too many
     */
    void add(String topic) {
        if (topics.contains(topic)) {
            return;
        }
        int more = Topics.bytes(topic);
        if (bytes + more > MOST_BYTES) {
            throw new IllegalArgumentException("SUBSCRIBE: " + topics.size() + " topics of " + bytes
                    + " bytes are heard already (expected: at most " + MOST_BYTES + " bytes, with "
                    + Topics.BYTES_BESIDE + " for each beside its name)");
        }
        all.add(topic, subscriber, topics.isEmpty());
        topics.add(topic);
        bytes += more;
    }

    /** One topic less, if it is heard. */
    void remove(String topic) {
        if (topics.remove(topic)) {
            bytes -= Topics.bytes(topic);
            all.remove(topic, subscriber, topics.isEmpty());
        }
    }

    /** The connection has ended. */
    void end() {
        Set.copyOf(topics).forEach(this::remove);
    }

    /** How many there are. */
    int size() {
        return topics.size();
    }
}
