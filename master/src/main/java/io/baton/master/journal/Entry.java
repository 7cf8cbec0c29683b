package io.baton.master.journal;

/**
 * An event in the journal.
 *
 * @param seq its number: the first event of a master has 1, each next one a number higher by one
 * @param ms when it happened, in milliseconds since the journal began; the clock on the wall does not move it
 * @param atMs when it happened by the clock on the wall, in milliseconds since 1970
 */
public record Entry(long seq, long ms, long atMs, Event event) {}
