package io.baton.master.upgrade;

import io.baton.master.carried.CarriedApplication;
import io.baton.master.carried.CarriedMaster;
import io.baton.master.worker.WorkerHandle;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an {@link Upgrade} needs of its master. On the conductor, unless a method says otherwise. */
public interface UpgradeParts {

    /**
     * What the next image is given.
     *
     * @param descriptors all that stand in the other two
     */
    record State(CarriedMaster master, List<CarriedApplication> applications, List<Integer> descriptors) {}

    /** Which image of this master this is; 0 for the first. */
    int image();

    /** Why this is no moment for an upgrade, as {@code api: it stops}; null if it is one. */
    @Nullable
    String busy();

    /** Refuses what clients ask for, or no longer. */
    void refuseOrders(boolean refused);

    /** Every worker process that has not ended. */
    List<WorkerHandle> workers();

    /** Accepts no connections and sends none to workers, or does so again. */
    void pause(boolean pauses);

    /**
     * Reads nothing that workers print any more, and waits until all is written. Blocks: on another thread.
     *
     * @return false if that lasts too long; all is read again then
     */
    boolean freezeOutput(long ms);

    /** Reads again what workers print. */
    void unfreezeOutput();

    /**
     * The state now.
     *
     * @param beganNanos when the last connection was accepted, by {@link System#nanoTime}
     */
    State state(long beganNanos);

    /**
     * Tries a program. Blocks: on another thread.
     *
     * @throws UpgradeException if it cannot take over
     */
    UpgradeCheck check(NewProgram program, State state) throws UpgradeException;

    /**
     * Executes the program that was tried, with the {@link #state} of this moment. Returns only by an exception, and this image
     * goes on.
     */
    void execute(UpgradeCheck tried, long beganNanos) throws IOException;
}
