package io.baton.master.group;

import io.baton.master.config.GroupConfig;
import io.baton.master.config.Machine;
import io.baton.master.config.Mode;

/**
 * How many spares a group has, and why.
 *
 * @param count {@code >= 0}
 * @param reason for the operator
 */
public record SpareCount(int count, String reason) {

    private static final long ENOUGH_MB = 1024;

    /** More than the threads of a JVM. */
    private static final int TASKS = 64;

    /**
     * As many as the operator said. If the operator did not say: one for several JVM workers, if a gigabyte of memory is left
     * to the container or the machine.
     */
    public static SpareCount of(GroupConfig config) {
        if (config.spares().isPresent()) {
            return new SpareCount(config.spares().getAsInt(), "as configured");
        }
        if (config.isNode()) {
            return new SpareCount(0, "a Node application may do more than serve");
        }
        if (config.isServer()) {
            return new SpareCount(0, "a server may do more than serve");
        }
        if (config.delivery().mode() != Mode.HANDOFF) {
            return new SpareCount(0, "in mode " + config.delivery().mode() + " every worker accepts");
        }
        if (config.dependsOnSlot()) {
            return new SpareCount(0, "with {{index}} each slot has its own arguments");
        }
        Machine machine = Machine.now();
        return decide(config.workers(), machine.memoryBytes() >> 20, machine.tasks());
    }

    static SpareCount decide(int workers, long availableMb, long tasks) {
        String facts = workers + " workers, " + availableMb + " MB of memory available";
        if (tasks < (long) TASKS * (workers + 2)) {
            return new SpareCount(0, facts + ", " + tasks + " processes and threads");
        }
        return workers > 1 && availableMb >= ENOUGH_MB ? new SpareCount(1, facts) : new SpareCount(0, facts);
    }
}
