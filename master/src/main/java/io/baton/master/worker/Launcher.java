package io.baton.master.worker;

import io.baton.master.carried.CarriedWorker;
import io.baton.master.spawn.Spawner;

/** Starts workers; in unit tests without processes. Conductor thread only. */
public interface Launcher {

    /** Hears how a launch went. Called once, on the conductor. */
    interface Result {

        /** The process runs. */
        void launched(WorkerHandle worker);

        /** The process could not be started. */
        void failed(String reason);
    }

    /**
     * Starts a process, without waiting for it.
     *
     * @param slot the number of its slot; 0 if it is no worker of the application
     * @param name of the worker in the log, as {@code worker 3}
     * @param order makes the command to start, off the conductor
     * @param events hears from the worker what concerns more than that worker
     */
    void launch(int slot, String name, Spawner.Order order, WorkerEvents events, Result result);

    /** Goes on with a process that a former image of this master has started. */
    WorkerHandle goOn(CarriedWorker carried, WorkerEvents events);
}
