package io.baton.worker;

/**
 * Whether this worker ends with its master, and how long it may take then to finish what it has. One of Node's that was told
 * to leave outlives its primary; so does one of Baton's under a primary of Node's. Owned by the worker's event loop, whose
 * thread is the one that the kernel asks.
 */
final class MasterDeath {

    /** As a master of Baton's gives a worker that leaves; Node sets no limit. */
    private static final int NODE_DRAIN_MS = 25_000;

    private final WorkerArguments arguments;
    private final OwnProcess process;

    private int parent;

    MasterDeath(WorkerArguments arguments, OwnProcess process) {
        this.arguments = arguments;
        this.process = process;
    }

    /**
     * Has the kernel end this process with its master, if it is to.
     *
     * @param parent the master's pid as it was when this process began
     * @return false if the master is gone already
     */
    boolean expect(int parent) {
        this.parent = parent;
        return arguments.outlivesMaster() || process.endWithParent(parent);
    }

    /** Whether the master is dead, and has not only ended its channel. */
    boolean isCertain() {
        return !process.hasParent(parent);
    }

    /** The worker drains from now on. */
    void drains() {
        if (!arguments.isUnderBaton()) {
            process.outliveParent();
        }
    }

    /** How long a worker that was in this phase when its master died finishes what it has; 0: not at all. */
    int finishMs(Phase phase) {
        return switch (phase) {
            case STARTING, STOPPED -> 0;
            case SERVING -> arguments.orphanDrainMs();
            case DRAINING -> arguments.isUnderBaton() ? arguments.orphanDrainMs() : NODE_DRAIN_MS;
        };
    }
}
