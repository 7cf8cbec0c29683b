package io.baton.master.carried;

/**
 * What the dead workers of one slot have used together.
 *
 * @param slot its number in the application
 * @param cpuMs processor time
 * @param gcMs time of the garbage collector
 */
public record CarriedSlotTotals(int slot, long cpuMs, long gcMs) {}
