package io.baton.agent.watch;

/**
 * What became of an order to give connections back.
 *
 * @param count how many the master has now
 * @param why it has none; empty if it has some
 */
public record Given(int count, String why) {}
