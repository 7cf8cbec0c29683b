package io.baton.worker;

/**
 * Decides whether a worker ends with its master, and how long it may still finish its connections. Under Node's primary
 * a worker that was told to leave outlives it, as Node's own workers do. Owned by the worker's event loop, because the
 * kernel binds PR_SET_PDEATHSIG to the calling thread.
 */
final class MasterDeath {

    /** Baton's master gives a leaving worker as long; Node sets no limit. */
    private static final int NODE_DRAIN_MS = 25_000;

    private final WorkerArguments arguments;
    private final OwnProcess process;

    private int parent;

    /** Whether the kernel ends this process with its master. */
    private boolean bound;

    MasterDeath(WorkerArguments arguments, OwnProcess process) {
        this.arguments = arguments;
        this.process = process;
    }

    /**
     * Has the kernel end this process with its master, unless it may outlive the master.
     *
     * @param parent the master's pid when this process began
     * @return false if the master is dead already
     */
    boolean expect(int parent) {
        this.parent = parent;
        bound = !arguments.outlivesMaster();
        return !bound || process.endWithParent(parent);
    }

    /**
     * The master replaces its program. The kernel binds a process to the thread that started it, and takes the end of
     * that thread for the end of the master.
     *
     * @param begins whether the master is about to do so; false once it has
     * @return false if the master has died meanwhile
     */
    boolean upgrade(boolean begins) {
        if (bound && begins) {
            process.outliveParent();
        }
        return !bound || begins || process.endWithParent(parent);
    }

    /** Whether the master is dead, and has not only closed the channel. */
    boolean isCertain() {
        return !process.hasParent(parent);
    }

    /** The worker drains from now on. */
    void drains() {
        if (!arguments.isUnderBaton()) {
            bound = false;
            process.outliveParent();
        }
    }

    /**
     * How long a worker finishes its connections after its master's death.
     *
     * @param phase the worker's phase when the master died
     * @return 0: not at all
     */
    int finishMs(Phase phase) {
        return switch (phase) {
            case STARTING, STOPPED -> 0;
            case SERVING -> arguments.orphanDrainMs();
            case DRAINING -> arguments.isUnderBaton() ? arguments.orphanDrainMs() : NODE_DRAIN_MS;
        };
    }
}
