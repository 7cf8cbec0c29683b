package io.baton.master.exposition;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which metric a sample belongs to, by its name and the declarations before it.
 *
 * @param declared that of the metric; null if no line declares it
 * @param type of the metric
 * @param family the name of the metric, as {@link MetricFamily#name}
 * @param ending of the sample's name behind that of the family; empty for a single number
 */
record SampleOwner(@Nullable Declaration declared, MetricType type, String family, String ending) {

    private static final String CREATED = "_created";

    /** The longer endings first. */
    private static final List<String> ENDINGS =
            List.of("_total", CREATED, "_bucket", "_gcount", "_gsum", "_count", "_sum", "_info");

    /**
     * Of a sample.
     *
     * @return null if it is none of the metric that has exactly its name: a histogram has no such sample
     */
    static @Nullable SampleOwner of(String sample, Map<String, Declaration> declarations) {
        Declaration exact = declarations.get(sample);
        if (exact != null) {
            boolean fits = exact.type().endings().contains("") || (exact.type() == MetricType.INFO && isInfo(sample));
            return fits ? new SampleOwner(exact, exact.type(), sample, "") : null;
        }
        for (String ending : ENDINGS) {
            if (sample.endsWith(ending)) {
                String base = sample.substring(0, sample.length() - ending.length());
                Declaration declared = declarations.get(base);
                if (declared != null && declared.type().endings().contains(ending)) {
                    return inside(declared, base, sample, ending);
                }
            }
        }
        return new SampleOwner(null, MetricType.UNKNOWN, sample, "");
    }

    private static boolean isInfo(String sample) {
        return sample.endsWith("_info");
    }

    private static SampleOwner inside(Declaration declared, String base, String sample, String ending) {
        return switch (declared.type()) {
            case COUNTER, INFO ->
                new SampleOwner(declared, declared.type(), sample, ending.equals(CREATED) ? ending : "");
            case GAUGE_HISTOGRAM -> new SampleOwner(declared, MetricType.GAUGE, sample, "");
            case HISTOGRAM, SUMMARY -> new SampleOwner(declared, declared.type(), base, ending);
            case GAUGE, UNKNOWN, STATE_SET -> new SampleOwner(declared, declared.type(), sample, "");
        };
    }

    /** Whether the sample says when its metric began, which nobody can add up. */
    boolean isCreationTime() {
        return ending.equals(CREATED);
    }

    /** The label that tells several samples of one point apart; empty if there is none. */
    String apart() {
        if (!PointBuilder.isApart(type, ending)) {
            return "";
        }
        return type == MetricType.HISTOGRAM ? "le" : "quantile";
    }
}
