package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.fetch.Entrance;
import io.baton.master.fetch.FetchLimits;
import io.baton.master.fetch.Fetched;
import io.baton.master.fetch.Fetcher;
import io.baton.master.listen.Listeners;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.WorkerHandle;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Sends the operator's requests to each new worker before it is ready, so that it has loaded and compiled its code when its first
 * client comes. Whatever it answers, it is ready afterwards. Without such requests nothing happens here. Conductor thread only.
 */
final class WarmUps {

    private static final Logger LOG = System.getLogger(WarmUps.class.getName());

    private final Clock clock;
    private final Generations generations;
    private final Slots slots;
    private final Listeners listeners;
    private final Supplier<Fetcher> fetcher;

    /** Those that go on. */
    private final Map<WorkerHandle, WarmUp> running = new HashMap<>();

    /** Workers that had theirs, and are about to be ready. */
    private final Set<WorkerHandle> warm = new HashSet<>();

    /** @param fetcher asked for when a worker is asked */
    WarmUps(Clock clock, Generations generations, Slots slots, Listeners listeners, Supplier<Fetcher> fetcher) {
        this.clock = clock;
        this.generations = generations;
        this.slots = slots;
        this.listeners = listeners;
        this.fetcher = fetcher;
    }

    /**
     * A worker could be ready.
     *
     * @param reason why; it is told so again when it is warm
     * @return whether it is not ready yet, because it is warmed up
     */
    boolean hold(WorkerHandle worker, String reason) {
        if (running.containsKey(worker)) {
            return true;
        }
        List<String> requests = generations.of(worker).supervision().warmUp();
        Entrance entrance = requests.isEmpty() ? null : listeners.entrance(worker);
        if (entrance == null || warm.remove(worker)) {
            return false;
        }
        WarmUp begun = new WarmUp(requests, budget(worker), clock.nanoTime());
        running.put(worker, begun);
        goOn(worker, begun, entrance, reason);
        return true;
    }

    /** Whether any worker is warmed up now. */
    boolean areGoingOn() {
        return !running.isEmpty();
    }

    /** A worker is dead. */
    void end(WorkerHandle worker) {
        running.remove(worker);
        warm.remove(worker);
    }

    /** It is over well before the time to become ready is, so that no warm-up keeps a worker from serving. */
    private WarmUp.Budget budget(WorkerHandle worker) {
        long readyMs = generations.of(worker).supervision().timeouts().readyMs();
        return kind(worker).atMost((readyMs - worker.snapshot(0).ageMs()) / 2);
    }

    private WarmUp.Budget kind(WorkerHandle worker) {
        Slot own = slots.servingSlotOf(worker);
        if (own == null || own.isReady()) {
            return WarmUp.Budget.UNHURRIED;
        }
        return slots.serving().stream().anyMatch(Slot::isReady) ? WarmUp.Budget.SHORT : WarmUp.Budget.ONCE;
    }

    private void goOn(WorkerHandle worker, WarmUp begun, Entrance entrance, String reason) {
        String request = begun.next(clock.nanoTime());
        if (request == null) {
            finish(worker, begun, reason);
            return;
        }
        int space = request.indexOf(' ');
        fetcher.get()
                .ask(
                        worker.lane(),
                        entrance,
                        request.substring(0, space),
                        request.substring(space + 1),
                        FetchLimits.ofMs(begun.limitMs()),
                        answer -> heard(worker, begun, entrance, reason, answer));
    }

    private void heard(WorkerHandle worker, WarmUp begun, Entrance entrance, String reason, Fetched answer) {
        if (running.get(worker) != begun) {
            return;
        }
        if (worker.state() != WorkerState.ONLINE) {
            running.remove(worker);
            return;
        }
        String fault = begun.take(answer);
        if (fault != null) {
            LOG.log(Level.WARNING, "{0} {1} in its warm-up, and serves all the same", worker, fault);
        }
        goOn(worker, begun, entrance, reason);
    }

    private void finish(WorkerHandle worker, WarmUp ended, String reason) {
        running.remove(worker);
        warm.add(worker);
        worker.isReady(reason + ", warm after " + ended.answered() + " requests in " + ended.elapsedMs(clock.nanoTime())
                + " ms");
    }
}
