package io.baton.master.jvm;

import io.baton.master.home.StaleVersions;
import io.baton.master.home.TemporaryPlace;

/**
 * Deletes what masters and workers that were killed have left: in this master's home, and among the temporary files. Each kind
 * also has an owner that deletes it when it needs the place; this is for those that no start comes across.
 */
public final class Sweep {

    /** A sweep so much later finds all that was left before the first one. */
    public static final long AGAIN_MS = 2 * StaleVersions.YOUNG.toMillis();

    private Sweep() {}

    /** Begins on a thread of its own, and returns. */
    public static void start(WorkerLibrary library) {
        Thread thread = new Thread(() -> sweep(library), "baton-sweep");
        thread.setDaemon(true);
        thread.start();
    }

    private static void sweep(WorkerLibrary library) {
        StaleVersions.removeUnfinished(library.directory());
        StaleVersions.removeAbandoned(library.versions());
        StaleVersions.removeUnused(library.applications());
        TemporaryPlace.deleteAbandoned(TemporaryPlace.parent());
    }
}
