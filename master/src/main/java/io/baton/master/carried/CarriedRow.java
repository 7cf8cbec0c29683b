package io.baton.master.carried;

/**
 * Where a living worker counts.
 *
 * @param pid of the worker
 * @param descriptor of the file that it writes its figures into
 */
public record CarriedRow(int pid, int descriptor) {}
