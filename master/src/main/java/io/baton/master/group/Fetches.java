package io.baton.master.group;

import io.baton.master.fetch.Entrance;
import io.baton.master.fetch.FetchLimits;
import io.baton.master.fetch.Fetched;
import io.baton.master.fetch.Fetcher;
import io.baton.master.listen.Listeners;
import io.baton.master.worker.WorkerHandle;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks the workers of one start of an application over HTTP. Conductor thread only. */
final class Fetches {

    private final Supplier<Fetcher> fetcher;
    private final Listeners listeners;

    /** @param fetcher asked for when a worker is asked */
    Fetches(Supplier<Fetcher> fetcher, Listeners listeners) {
        this.fetcher = fetcher;
        this.listeners = listeners;
    }

    /** What asks. */
    Supplier<Fetcher> fetcher() {
        return fetcher;
    }

    /** As {@link GroupSlots#fetch}. */
    void get(WorkerHandle worker, String path, FetchLimits limits, Consumer<Fetched> answer) {
        Entrance entrance = listeners.entrance(worker);
        if (!worker.isServing()) {
            answer.accept(new Fetched.NotAsked("is " + worker.state().name().toLowerCase(Locale.ROOT)));
        } else if (worker.questions().isStopped()) {
            answer.accept(new Fetched.NotAsked("is stopped by a signal"));
        } else if (entrance == null) {
            answer.accept(new Fetched.NotAsked("serves no socket whose connections the master hands over now"));
        } else {
            fetcher.get().get(worker.lane(), entrance, path, limits, answer);
        }
    }
}
