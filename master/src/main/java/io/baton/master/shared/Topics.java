package io.baton.master.shared;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which connections of one application hear which topic, in bounded memory: neither many connections nor slow ones can fill the
 * master's heap. One thread at a time.
 */
final class Topics {

    /** What a topic takes beside its name, roughly: a text, a node in two tables, and a place in an array. */
    static final int BYTES_BESIDE = 192;

    /** For the topics of all connections. */
    private static final int MOST_BYTES = 8 << 20;

    /** For what one connection has not read. */
    private static final int MOST_UNREAD = 1 << 20;

    /** For what all connections have not read. */
    private static final int MOST_UNREAD_BY_ALL = 8 << 20;

    private static final Subscriber[] NONE = {};

    /** Arrays are never changed: a subscriber may leave while it is told. */
    private final Map<String, Subscriber[]> subscribers = new HashMap<>();

    private int bytes;
    private int connections;

    /** A connection that hears topics. */
    interface Subscriber {

        /** Something was said. */
        void hears(byte[] topic, byte[] message);
    }

    /** What a topic takes, for each connection that hears it. */
    static int bytes(String topic) {
        return BYTES_BESIDE + Character.BYTES * topic.length();
    }

    /**
     * Adds a subscriber that does not hear this topic.
     *
     * @param first whether it hears nothing else
     * @throws IllegalArgumentException if all topics take too much
     */
    void add(String topic, Subscriber subscriber, boolean first) {
        int more = bytes(topic);
        if (bytes + more > MOST_BYTES) {
            throw new IllegalArgumentException("SUBSCRIBE: all workers of the application hear topics of " + bytes
                    + " bytes already (expected: at most " + MOST_BYTES + ")");
        }
        bytes += more;
        connections += first ? 1 : 0;
        Subscriber[] before = subscribers.getOrDefault(topic, NONE);
        Subscriber[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = subscriber;
        subscribers.put(topic, after);
    }

    /**
     * Removes a subscriber that hears this topic.
     *
     * @param last whether it hears nothing else
     */
    void remove(String topic, Subscriber subscriber, boolean last) {
        bytes -= bytes(topic);
        connections -= last ? 1 : 0;
        Subscriber[] after = Arrays.stream(subscribers.getOrDefault(topic, NONE))
                .filter(one -> one != subscriber)
                .toArray(Subscriber[]::new);
        if (after.length == 0) {
            subscribers.remove(topic);
        } else {
            subscribers.put(topic, after);
        }
    }

    /** How many bytes a connection may have unread; each has the same part of what all may have. */
    int mostUnread() {
        return Math.min(MOST_UNREAD, MOST_UNREAD_BY_ALL / Math.max(1, connections));
    }

    /** Tells all subscribers of a topic. Returns how many there are. */
    int publish(String topic, byte[] name, byte[] message) {
        Subscriber[] all = subscribers.getOrDefault(topic, NONE);
        for (Subscriber one : all) {
            one.hears(name, message);
        }
        return all.length;
    }
}
