package io.baton.master.group;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.ReloadEvent;
import io.baton.master.program.Program;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.WorkerHandle;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next generation of a group that runs: reads what it is to run as that is now, refuses what only a restart can
 * change, and makes the program. Serves one reload. Conductor thread only.
 */
final class NextGeneration {

    private static final long BYTES_PER_MB = 1 << 20;

    private final Workshop workshop;
    private final ApplicationJournal journal;
    private final Parts parts;
    private final Crew crew;
    private final GroupConfig running;
    private final IntSupplier numbers;
    private final CompletableFuture<Outcome> answer;

    /**
     * For the group that has these parts.
     *
     * @param running how the group is configured now
     * @param numbers gives the number of the generation
     * @param answer of the reload: refused if there is no such generation; may be answered before, if the group stops
     */
    NextGeneration(
            Workshop workshop,
            ApplicationJournal journal,
            Parts parts,
            Crew crew,
            GroupConfig running,
            IntSupplier numbers,
            CompletableFuture<Outcome> answer) {
        this.workshop = workshop;
        this.journal = journal;
        this.parts = parts;
        this.crew = crew;
        this.running = running;
        this.numbers = numbers;
        this.answer = answer;
    }

    /** Where a generation goes. */
    interface Taker {

        /**
         * Begins the reload.
         *
         * @param declaredWorkers how many workers were declared; there are as many as before so far
         */
        void take(Generation next, int declaredWorkers);
    }

    /** Makes it of what this declaration names. */
    void make(Declaration declared, Taker taker) {
        workshop.read(declared, new Workshop.Reading() {
            @Override
            public void read(GroupConfig config, long memoryBytes) {
                if (!answer.isDone()) {
                    check(config, memoryBytes, taker);
                }
            }

            @Override
            public void failed(Outcome.Refused refused) {
                doesNotWork(refused);
            }
        });
    }

    private void check(GroupConfig config, long memoryBytes, Taker taker) {
        String change = RestartNeed.of(running, config);
        String shortage = shortage(config, memoryBytes);
        if (change != null) {
            refuse(Refusal.NEEDS_RESTART, change);
        } else if (shortage != null) {
            refuse(Refusal.NO_MEMORY, shortage);
        } else {
            try {
                renew(config.withWorkers(crew.size()), config.workers(), taker);
            } catch (ConfigException e) {
                refuse(Refusal.BAD_CONFIG, String.valueOf(e.getMessage()));
            }
        }
    }

    private void renew(GroupConfig config, int declaredWorkers, Taker taker) {
        workshop.renew(config, parts.bound(), new Workshop.Renewed() {
            @Override
            public void renewed(Program program) {
                if (answer.isDone()) {
                    workshop.dismantle(program, () -> {});
                } else {
                    taker.take(
                            new Generation(
                                    numbers.getAsInt(), config, program, workshop.launcher(config, parts.timers())),
                            declaredWorkers);
                }
            }

            @Override
            public void failed(Outcome.Refused refused) {
                doesNotWork(refused);
            }
        });
    }

    /** The memory that the largest worker takes is an estimate of what another one will. */
    private @Nullable String shortage(GroupConfig config, long memoryBytes) {
        int surge = config.supervision().reload().surge();
        long[] largest = {0};
        crew.slots().forEachWorker(worker -> largest[0] = Math.max(largest[0], residentBytes(worker)));
        long needed = largest[0] * surge;
        if (needed <= memoryBytes) {
            return null;
        }
        return (surge == 1 ? "one worker more takes" : surge + " workers more take") + " some "
                + needed / BYTES_PER_MB + " MB, and " + memoryBytes / BYTES_PER_MB
                + " MB are left; with reload: {surge: 0} a worker is stopped before the next one starts";
    }

    private static long residentBytes(WorkerHandle worker) {
        return worker.state() == WorkerState.READY ? worker.residentBytes() : 0;
    }

    /** What was declared cannot be run: a reload that has failed at its first step. */
    private void doesNotWork(Outcome.Refused refused) {
        refuse(Refusal.RELOAD_FAILED, refused.reason() + "; the workers of before serve on");
    }

    private void refuse(Refusal refusal, String reason) {
        if (!answer.isDone()) {
            journal.add(new ReloadEvent.Refused(journal.app(), journal.label(), reason));
            answer.complete(new Outcome.Refused(refusal, journal.app() + ": not reloaded: " + reason));
        }
    }
}
