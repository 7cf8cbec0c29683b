package io.baton.master.worker;

import io.baton.master.journal.WorkerId;
import io.baton.master.output.OutputRemains;
import io.baton.master.spawn.ExitStatus;
import java.util.List;
import java.util.function.Consumer;

/**
 * What one worker that hangs or breaks leaves for the operator: its threads, the JVM's report of a crash, its last lines.
 * Conductor thread only. The methods return at once and call back on the conductor.
 */
public interface Remains {

    /**
     * The worker is about to be asked for its threads.
     *
     * @param ask has the worker print them; called when its output is watched
     * @param whenDumped called when all of them are printed
     */
    void expectThreads(Runnable ask, Runnable whenDumped);

    /**
     * The worker is about to be asked for its threads by the operator, and lives on.
     *
     * @param ask has the worker print them; called when its output is watched
     * @param whenKept gets them when all are printed; not called if they never are
     */
    void keepThreads(Runnable ask, Consumer<KeptThreads> whenKept);

    /**
     * Tells the operator what the worker, which is dead, has left.
     *
     * @param livedMs from its start to its end
     */
    void tell(WorkerId worker, ExitStatus status, long livedMs);

    /**
     * The worker has another place from now on.
     *
     * @param slot the number of its slot
     * @param worker its name
     */
    void sit(int slot, String worker);

    /** What the next image of this master needs to go on with its output, which is frozen. */
    OutputRemains printed();

    /** Gives the last lines of its output, the oldest first. Not before {@link #tell}. */
    void lastLines(Consumer<List<String>> consumer);
}
