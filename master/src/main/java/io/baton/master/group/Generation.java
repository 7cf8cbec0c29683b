package io.baton.master.group;

import io.baton.master.config.GroupConfig;
import io.baton.master.config.Supervision;
import io.baton.master.program.Program;
import io.baton.master.spawn.ExitStatus;
import io.baton.master.worker.Launcher;
import io.baton.master.worker.WorkerHandle;
import org.jspecify.annotations.Nullable;

/**
 * What the workers of a group are started from between a start or reload and the next one.
 *
 * @param number each start and each reload has a higher one; the first start has 1
 * @param config of the group, as it was declared then; its number of workers may have changed since
 * @param program that the workers run
 * @param launcher starts their processes, and supervises them as {@code config} says
 */
record Generation(int number, GroupConfig config, Program program, Launcher launcher) {

    /**
     * A group gives each number once. In plain code: the equals that the compiler makes builds method handles, which
     * every start of a master would wait for.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Generation generation && generation.number == number;
    }

    @Override
    public int hashCode() {
        return number;
    }

    Supervision supervision() {
        return config.supervision();
    }

    /** How long a worker may take to finish and leave, until SIGTERM. */
    long drainMs() {
        return supervision().timeouts().drainMs();
    }

    /** A worker has ended. */
    void ended(WorkerHandle worker, ExitStatus status) {
        boolean atStart = !worker.readiness().ever();
        if (atStart && status.isFailure()) {
            program.failedAtStart(worker.id().slot(), worker.toString());
        }
        program.ended(worker.toString(), atStart && status.isCrash());
    }
}
