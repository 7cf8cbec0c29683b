package io.baton.master.carried;

/**
 * How a worker leaves.
 *
 * @param expected whether its end is no surprise
 * @param begun whether it is to be told to leave, or knows
 * @param signalled whether it got the signal that its program handles
 * @param told whether it was told
 * @param byItself whether its program closes its servers itself
 * @param needless whether it leaves of its own will
 * @param terminateAtNanos when it gets SIGTERM, by {@link System#nanoTime}; 0 for never
 * @param killAtNanos when it gets SIGKILL; 0 for never
 */
public record CarriedLeaving(
        boolean expected,
        boolean begun,
        boolean signalled,
        boolean told,
        boolean byItself,
        boolean needless,
        long terminateAtNanos,
        long killAtNanos) {}
