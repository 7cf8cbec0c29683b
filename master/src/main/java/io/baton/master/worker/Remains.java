package io.baton.master.worker;

import io.baton.master.spawn.ExitStatus;
import java.util.List;
import java.util.function.Consumer;

/**
 * What one worker that hangs or breaks leaves for the operator: its threads, the JVM's report of a crash, the last lines
 * that it printed. The methods are the conductor's, return at once, and call back on the conductor.
 */
public interface Remains {

    /**
     * It is about to be asked for its threads.
     *
     * @param ask has it print them; called when what it prints is watched
     * @param whenDumped called when they have all been printed
     */
    void expectThreads(Runnable ask, Runnable whenDumped);

    /**
     * Tells the operator what there is; the worker is dead.
     *
     * @param worker its name
     * @param livedMs from its start to its end
     */
    void tell(String worker, ExitStatus status, long livedMs);

    /** The worker has another name from now on. */
    void rename(String worker);

    /** What it printed last, the oldest first. Not before {@link #tell}. */
    void lastLines(Consumer<List<String>> consumer);
}
