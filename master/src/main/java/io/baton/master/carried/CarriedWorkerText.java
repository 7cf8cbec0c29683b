package io.baton.master.carried;

/**
 * What one worker has counted by itself.
 *
 * @param pid of the worker
 * @param slot that it had
 * @param text in the format of Prometheus
 */
public record CarriedWorkerText(int pid, int slot, String text) {}
