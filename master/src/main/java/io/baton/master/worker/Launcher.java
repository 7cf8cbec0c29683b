package io.baton.master.worker;

import io.baton.master.spawn.Spawner;

/** Starts workers. A test has one that starts no process. The conductor's. */
public interface Launcher {

    /** Hears how a launch went; called once, on the conductor. */
    interface Result {

        /** The process runs. */
        void launched(WorkerHandle worker);

        /** It could not be started. */
        void failed(String reason);
    }

    /**
     * Starts a process, without waiting for it.
     *
     * @param order makes what to start, off the conductor
     * @param name for log lines, as {@code worker 3}
     * @param events hears from the worker what concerns more than that worker
     */
    void launch(String name, Spawner.Order order, WorkerEvents events, Result result);
}
