package io.baton.master.exposition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Makes pages of metrics of all types. */
final class RandomPages {

    private static final String[] VALUES = {"", "a", "\\\"", "\\\\", "x\\n", "}", "{,", "é", "\\\\\\\",app=\\\"1", "="};

    private final Random random;

    RandomPages(long seed) {
        this.random = new Random(seed);
    }

    /** A page with some metrics of each type. */
    Exposition next() {
        Map<String, MetricFamily> families = new LinkedHashMap<>();
        for (MetricType type : MetricType.values()) {
            for (int i = random.nextInt(3); i > 0 && type != MetricType.GAUGE_HISTOGRAM; i--) {
                String name = type.name().toLowerCase(Locale.ROOT) + ":" + i + ending(type);
                Map<String, Point> points = new LinkedHashMap<>();
                for (int j = random.nextInt(4); j >= 0; j--) {
                    points.put(labels(), point(type));
                }
                families.put(
                        name, new MetricFamily(name, type, random.nextBoolean() ? "" : "a\\n\"b\"\\\n", "", points));
            }
        }
        return new Exposition(families);
    }

    private String ending(MetricType type) {
        return switch (type) {
            case COUNTER -> random.nextBoolean() ? "_total" : "";
            case INFO -> "_info";
            case GAUGE, HISTOGRAM, SUMMARY, UNKNOWN, STATE_SET, GAUGE_HISTOGRAM -> "";
        };
    }

    private String labels() {
        List<String> labels = new ArrayList<>();
        for (String name : List.of("app", "exported_app", "slot", "zone")) {
            String value = VALUES[random.nextInt(VALUES.length)];
            if (!value.isEmpty() && random.nextBoolean()) {
                labels.add(name + "=\"" + value + '"');
            }
        }
        return String.join(",", labels);
    }

    private Point point(MetricType type) {
        return switch (type) {
            case HISTOGRAM -> {
                List<Step> steps = steps();
                steps.add(new Step("+Inf", Double.POSITIVE_INFINITY, count()));
                yield new Histogram(steps, number());
            }
            case SUMMARY -> new Summary(steps(), number(), count());
            case COUNTER -> new Value(Math.abs(number()));
            case GAUGE, UNKNOWN, INFO, STATE_SET, GAUGE_HISTOGRAM ->
                new Value(random.nextInt(9) == 0 ? Double.NEGATIVE_INFINITY : number());
        };
    }

    private List<Step> steps() {
        Map<Double, Step> steps = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            double bound = random.nextInt(100) / 10.0;
            steps.put(bound, new Step(String.valueOf(bound), bound, count()));
        }
        return new ArrayList<>(steps.values().stream()
                .sorted(Comparator.comparingDouble(Step::bound))
                .toList());
    }

    private double count() {
        return random.nextInt(1_000_000);
    }

    private double number() {
        return switch (random.nextInt(4)) {
            case 0 -> Double.NaN;
            case 1 -> random.nextInt();
            case 2 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            default -> random.nextLong();
        };
    }
}
