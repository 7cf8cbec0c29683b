package io.baton.master.group;

import io.baton.master.program.Program;
import io.baton.master.snapshot.WorkerSnapshot;
import io.baton.master.worker.WorkerHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The generations of one start of a group, and from which one each process was started. One generation serves. During a reload
 * there is a next one, which takes over or is abandoned at its end. The program of a generation ends with the last process of
 * it. Conductor thread only.
 */
final class Generations {

    private final Consumer<Program> whenUnused;
    private final Map<WorkerHandle, Generation> processes = new HashMap<>();

    /** For each process that was ordered and neither started nor failed. */
    private final List<Generation> ordered = new ArrayList<>();

    /** Those whose programs have not ended, the oldest first. */
    private final List<Generation> kept = new ArrayList<>();

    private Generation current;
    private @Nullable Generation next;
    private boolean nextIsProven;
    private boolean currentWorked;

    /**
     * One generation. It has no process yet.
     *
     * @param whenUnused gets the program of a generation that is over, when no process of it is left
     */
    Generations(Generation first, Consumer<Program> whenUnused) {
        this.current = first;
        this.whenUnused = whenUnused;
        kept.add(first);
    }

    /** The one that serves; during a reload the one of before. */
    Generation current() {
        return current;
    }

    /** The one that takes over if the reload that goes on succeeds; null if none goes on. */
    @Nullable
    Generation next() {
        return next;
    }

    /** The one that the group is to run, as its operator sees it. */
    Generation newest() {
        return next == null ? current : next;
    }

    /** The one for a process that fills an empty slot: the next one once it has proven that it works. */
    Generation forStart() {
        return next != null && nextIsProven ? next : current;
    }

    /**
     * A reload begins. What the generation that serves is started from should be there until it ends, unless none of it ever
     * worked.
     */
    void begin(Generation fresh) {
        if (currentWorked) {
            current.program().stayWithOrigin();
        }
        next = fresh;
        nextIsProven = false;
        kept.add(fresh);
    }

    /** A worker of the next generation has served well for long enough. */
    void prove() {
        nextIsProven = true;
    }

    /** The reload has succeeded: the next generation serves. */
    void adopt() {
        current = newest();
        currentWorked = true;
        next = null;
        endUnused();
    }

    /** The reload has failed: no process is started from the next generation any more. */
    void abandon() {
        next = null;
        endUnused();
    }

    /** A process is to be started. */
    void ordered(Generation generation) {
        ordered.add(generation);
    }

    /** It runs. */
    void started(Generation generation, WorkerHandle process) {
        ordered.remove(generation);
        processes.put(process, generation);
    }

    /** It could not be started. */
    void notStarted(Generation generation) {
        ordered.remove(generation);
        endUnused();
    }

    /** A process was looked at. If it is or was ready, its generation works. */
    void worked(WorkerHandle process) {
        currentWorked |= process.readiness().ever() && of(process).equals(current);
    }

    /** A process has ended. */
    void ended(WorkerHandle process) {
        processes.remove(process);
        endUnused();
    }

    /** From which one a process was started, if it has not ended. */
    Generation of(WorkerHandle process) {
        return processes.getOrDefault(process, current);
    }

    /** The process now. */
    @Nullable
    WorkerSnapshot snapshot(@Nullable WorkerHandle process) {
        return process == null ? null : process.snapshot(of(process).number());
    }

    /** The programs that have not ended. */
    List<Program> programs() {
        return kept.stream().map(Generation::program).toList();
    }

    private void endUnused() {
        for (Generation one : List.copyOf(kept)) {
            if (!one.equals(current) && !one.equals(next) && !ordered.contains(one) && !processes.containsValue(one)) {
                kept.remove(one);
                whenUnused.accept(one.program());
            }
        }
    }
}
