package io.baton.master;

import io.baton.master.config.Operator;
import io.baton.master.home.SafeFile;
import io.baton.master.jvm.WorkerLibrary;
import io.baton.master.program.Program;
import io.baton.master.spawn.HeadStart;
import io.baton.master.spawn.SpawnRequest;
import io.baton.master.totals.ApplicationTotals;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Keeps how the first worker of this master is started, so that the next master of the same command line finds it running: see
 * {@link HeadStart}. Conductor thread only.
 */
final class FirstWorker {

    private static final Logger LOG = System.getLogger(FirstWorker.class.getName());
    private static final int SLOT = 1;

    private final WorkerLibrary library;
    private final Executor startingThread;

    private @Nullable Runnable keep;

    /**
     * Nothing is kept yet.
     *
     * @param startingThread runs tasks on the thread that starts processes
     */
    FirstWorker(WorkerLibrary library, Executor startingThread) {
        this.library = library;
        this.startingThread = startingThread;
    }

    /**
     * The workers of the only application are ready: the first time, keeps how the first one would be started now.
     *
     * @param workers how many there are
     */
    void ready(Program program, int workers, ApplicationTotals totals) {
        if (keep == null && program.mayStartEarly()) {
            keep = () -> keep(program, workers, totals.areShown());
            changed();
        }
    }

    /** Workers are started in another way from now on, as from a class-data archive. */
    void changed() {
        if (keep != null) {
            startingThread.execute(keep);
        }
    }

    private void keep(Program program, int workers, boolean counts) {
        try {
            SpawnRequest first = program.forSlot(SLOT, workers);
            HeadStart.remember(
                    library.directory(), counts ? first : first.uncounted(), Operator.environment(), SafeFile::write);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the next start will be slower: {0}", e.getMessage());
        }
    }
}
