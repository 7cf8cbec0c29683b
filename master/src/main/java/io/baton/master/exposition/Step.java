package io.baton.master.exposition;

/**
 * A bucket of a histogram or a quantile of a summary.
 *
 * @param text its bound or quantile, as the program wrote it
 * @param bound the number that the text is
 * @param number how many are not above the bound, or the quantile's value
 */
record Step(String text, double bound, double number) {}
