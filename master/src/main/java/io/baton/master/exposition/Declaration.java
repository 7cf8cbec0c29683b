package io.baton.master.exposition;

import org.jspecify.annotations.Nullable;

/** What the lines HELP, TYPE and UNIT say of one metric, as far as they were read. One thread at a time. */
final class Declaration {

    private @Nullable MetricType type;
    private @Nullable String help;
    private @Nullable String unit;
    private boolean hasSamples;

    /** Its type; unknown if no line has said it. */
    MetricType type() {
        return type == null ? MetricType.UNKNOWN : type;
    }

    void type(String word, LineCursor line) throws ExpositionException {
        MetricType named = MetricType.named(word);
        if (named == null) {
            throw new ExpositionException(
                    line.number(),
                    "type " + ExpositionException.quoted(word),
                    "counter, gauge, histogram, summary, untyped, unknown, info, stateset or gaugehistogram");
        } else if (type != null) {
            throw twice("TYPE", line);
        } else if (hasSamples) {
            throw new ExpositionException(
                    line.number(), "TYPE behind a sample of its metric", "TYPE before all samples");
        }
        type = named;
    }

    String help() {
        return help == null ? "" : help;
    }

    void help(String words, LineCursor line) throws ExpositionException {
        if (help != null) {
            throw twice("HELP", line);
        }
        help = words;
    }

    String unit() {
        return unit == null ? "" : unit;
    }

    void unit(String word, LineCursor line) throws ExpositionException {
        if (unit != null) {
            throw twice("UNIT", line);
        }
        unit = word;
    }

    /** It has samples from here on. */
    void sampled() {
        hasSamples = true;
    }

    private static ExpositionException twice(String what, LineCursor line) {
        return new ExpositionException(line.number(), "a second " + what + " line of one metric", "one");
    }
}
