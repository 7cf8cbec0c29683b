package io.baton.master.exposition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of one application, with the labels {@code app} and {@code slot}. Immutable.
 *
 * @param families by name
 * @param conflicts the names of those that are left out, because workers disagree about their type
 */
public record Sums(Map<String, MetricFamily> families, List<String> conflicts) {

    public Sums {
        families = Collections.unmodifiableMap(new LinkedHashMap<>(families));
        conflicts = List.copyOf(conflicts);
    }
}
