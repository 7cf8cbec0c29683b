package io.baton.master.carried;

/**
 * How often something has happened.
 *
 * @param what as {@code exits.crash}
 */
public record CarriedCount(String what, long count) {}
