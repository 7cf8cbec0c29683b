package io.baton.master.shared;

import java.util.HashSet;
import java.util.Set;

/** The topics that one connection hears. They cost the master memory, so they are bounded. On the loop of the connection. */
final class Heard {

    /** What a topic takes beside its name, roughly. */
    private static final int TOPIC_BYTES = 64;

    private static final int MOST_BYTES = 256 * 1024;

    private final Set<String> topics = new HashSet<>();
    private int bytes;

    /**
     * One more topic.
     *
     * @param length of its name in bytes
     * @throws IllegalArgumentException if there are too many
     */
    void add(String topic, int length) {
        if (topics.contains(topic)) {
            return;
        }
        if (bytes + TOPIC_BYTES + length > MOST_BYTES) {
            throw new IllegalArgumentException("SUBSCRIBE: " + topics.size() + " topics of " + bytes
                    + " bytes are heard already (expected: at most " + MOST_BYTES + " bytes, with " + TOPIC_BYTES
                    + " for each beside its name)");
        }
        topics.add(topic);
        bytes += TOPIC_BYTES + length;
    }

    /** One topic less, if it is heard. */
    void remove(String topic, int length) {
        if (topics.remove(topic)) {
            bytes -= TOPIC_BYTES + length;
        }
    }

    Set<String> topics() {
        return topics;
    }
}
