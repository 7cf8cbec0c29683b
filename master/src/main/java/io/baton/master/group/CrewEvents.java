package io.baton.master.group;

/** What a {@link Crew} tells its group. Conductor thread only. */
interface CrewEvents {

    /** All workers are ready at the same time, for the first time. */
    void allReady();

    /** All workers are ready at the same time, for the first time or again. The newest are of this generation. */
    default void allReady(Generation newest) {}

    /**
     * No worker was ever ready and three starts failed. They go on. Told at most once.
     *
     * @param reason in one line for the operator
     */
    void noneStarts(String reason);
}
