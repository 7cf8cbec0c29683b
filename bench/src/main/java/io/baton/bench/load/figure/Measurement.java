package io.baton.bench.load.figure;

/**
 * One figure of one contender in one scenario.
 *
 * @param metric what was measured, as a table's column says it
 * @param unit of the values, empty for a plain count
 */
public record Measurement(String scenario, String contender, String metric, String unit, Summary summary) {}
