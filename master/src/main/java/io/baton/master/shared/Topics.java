package io.baton.master.shared;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which workers of one application hear which topic. One thread at a time. */
final class Topics {

    private final Map<String, Set<Subscriber>> subscribers = new HashMap<>();

    /** A worker that hears topics. */
    interface Subscriber {

        /** Something was said. */
        void hears(byte[] topic, byte[] message);
    }

    void add(String topic, Subscriber subscriber) {
        subscribers.computeIfAbsent(topic, unused -> new LinkedHashSet<>()).add(subscriber);
    }

    void remove(String topic, Subscriber subscriber) {
        subscribers.computeIfPresent(topic, (unused, all) -> {
            all.remove(subscriber);
            return all.isEmpty() ? null : all;
        });
    }

    /** Tells all subscribers of a topic. Returns how many there are. */
    int publish(String topic, byte[] name, byte[] message) {
        // A subscriber that has too much to read already is closed, and leaves while it is told.
        List<Subscriber> all = new ArrayList<>(subscribers.getOrDefault(topic, Set.of()));
        all.forEach(one -> one.hears(name, message));
        return all.size();
    }
}
