package io.baton.bench.load.figure;

import java.util.List;

/**
 * Requests one by one, for a plot: when each was due and how long it took.
 *
 * @param marks moments worth a line across the plot, by name, in ms since the start
 */
public record Timeline(String scenario, String contender, List<Point> points, List<Mark> marks) {

    /**
     * One request.
     *
     * @param atMs when it was due, since the start
     * @param tookMs until it was answered, or until it failed
     */
    public record Point(double atMs, double tookMs, boolean failed) {}

    /** A moment with a name. */
    public record Mark(double atMs, String name) {}
}
