package io.baton.master.jvm;

import io.baton.master.home.StaleVersions;
import io.baton.master.home.TemporaryPlace;

/**
 * Deletes what killed masters and workers have left in this master's home and in the temporary directory. Each kind of file
 * has an owner that also deletes it when it needs the place; the sweep finds those that no start comes across.
 */
public final class Sweep {

    /** After this time a second sweep finds all that was left before the first one. */
    public static final long AGAIN_MS = 2 * StaleVersions.YOUNG.toMillis();

    private Sweep() {}

    /** Starts a sweep on a thread of its own. */
    public static void start(WorkerLibrary library) {
        Thread thread = new Thread(() -> sweep(library), "baton-sweep");
        thread.setDaemon(true);
        thread.start();
    }

    private static void sweep(WorkerLibrary library) {
        StaleVersions.removeUnfinished(library.directory());
        StaleVersions.removeAbandoned(library.versions());
        StaleVersions.removeUnused(library.applications());
        StaleVersions.removeForgotten(library.servers());
        TemporaryPlace.deleteAbandoned(TemporaryPlace.parent());
    }
}
