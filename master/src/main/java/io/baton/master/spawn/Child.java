package io.baton.master.spawn;

import io.baton.protocol.posix.Fd;
import org.jspecify.annotations.Nullable;

/**
 * A process that was just started, and this process' ends of what connects them, which are the receiver's.
 *
 * @param channel to talk over
 * @param output what it prints to its standard output, non-blocking; null if that is of no interest
 * @param error the same for its standard error
 */
public record Child(int pid, Fd channel, @Nullable Fd output, @Nullable Fd error) {}
