package io.baton.master.carried;

/**
 * What is known of a slot beyond the processes in it.
 *
 * @param slot its number in the application
 * @param id its number in the master
 * @param starts how often a process was started in it
 * @param lastExit the end of the last process; empty if none has ended
 * @param lastExitAtMs by the clock on the wall
 */
public record CarriedRecord(int slot, int id, int starts, String lastExit, long lastExitAtMs) {}
