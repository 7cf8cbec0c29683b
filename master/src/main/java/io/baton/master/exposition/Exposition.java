package io.baton.master.exposition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The metrics of one worker at one moment. Immutable.
 *
 * @param families by name, in the order of the text
 */
public record Exposition(Map<String, MetricFamily> families) {

    /** No metrics. */
    public static final Exposition NONE = new Exposition(Map.of());

    public Exposition {
        families = Collections.unmodifiableMap(new LinkedHashMap<>(families));
    }

    /** How many samples there are. */
    public int samples() {
        return families.values().stream().mapToInt(MetricFamily::samples).sum();
    }
}
