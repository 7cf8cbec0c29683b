package io.baton.master.file;

import io.baton.master.config.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a configuration file, and what its operator should know: all of it, in the order of the file. */
final class Problems {

    private static final int MOST_ERRORS = 100;

    private final List<Found> errors = new ArrayList<>();
    private final List<Found> warnings = new ArrayList<>();

    private record Found(Place place, String message) {

        String line() {
            return place + ": " + message;
        }
    }

    /** Something that cannot be. */
    void error(Place place, String message) {
        errors.add(new Found(place, message));
    }

    /** Something else was expected. */
    void error(Place place, String key, Tree found, String expected) {
        error(place, key + ": " + found.found() + " (expected: " + expected + ")");
    }

    /** Something that is not obeyed. */
    void warning(Place place, String message) {
        warnings.add(new Found(place, "warning: " + message));
    }

    /** Something that a flag or a variable says, which has no place in the file. */
    void error(Source source, String message) {
        error(new Place(source.name(), 0, 0), message);
    }

    /** Whether anything cannot be. */
    boolean hasErrors() {
        return !errors.isEmpty();
    }

    /** How many things cannot be. */
    int count() {
        return errors.size();
    }

    /** The errors, each a line. */
    List<String> errors() {
        List<String> lines = lines(errors);
        if (lines.size() <= MOST_ERRORS) {
            return lines;
        }
        List<String> first = new ArrayList<>(lines.subList(0, MOST_ERRORS));
        first.add("and " + (lines.size() - MOST_ERRORS) + " more errors");
        return first;
    }

    /** The warnings, each a line. */
    List<String> warnings() {
        return lines(warnings);
    }

    /** An alias in YAML may have brought the same line here several times. */
    private static List<String> lines(List<Found> found) {
        List<String> files =
                found.stream().map(one -> one.place().file()).distinct().toList();
        List<Found> sorted = new ArrayList<>(found);
        Collections.sort(
                sorted,
                Comparator.<Found>comparingInt(one -> files.indexOf(one.place().file()))
                        .thenComparingInt(one -> one.place().line())
                        .thenComparingInt(one -> one.place().column()));
        return sorted.stream().map(Found::line).distinct().toList();
    }
}
