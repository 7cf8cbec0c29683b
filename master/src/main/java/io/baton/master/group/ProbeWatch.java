package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.config.ProbeRules;
import io.baton.master.fetch.FetchLimits;
import io.baton.master.fetch.Fetched;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.WorkerHandle;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Asks each worker that serves whether it is healthy, if the operator wants that: at its own times, and one question after the
 * other. Without the wish nothing happens here. Conductor thread only.
 */
final class ProbeWatch {

    private static final Logger LOG = System.getLogger(ProbeWatch.class.getName());
    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final Generations generations;
    private final Fetches fetches;
    private final UnhealthyWorkers unhealthy;

    /** Asks nothing yet. */
    ProbeWatch(Clock clock, Generations generations, Fetches fetches, UnhealthyWorkers unhealthy) {
        this.clock = clock;
        this.generations = generations;
        this.fetches = fetches;
        this.unhealthy = unhealthy;
    }

    /** A worker serves from now on. It is asked until it leaves; for the first time at a random moment of the first interval. */
    void begin(WorkerHandle worker) {
        ProbeRules rules = generations.of(worker).supervision().probe();
        if (rules.path() != null) {
            Probe probe = new Probe(rules, rules.path());
            clock.after(ThreadLocalRandom.current().nextLong(rules.intervalMs()), () -> ask(worker, probe));
            unhealthy.suspend();
        }
    }

    /** A worker is dead. */
    void end(WorkerHandle worker) {
        unhealthy.forget(worker);
        unhealthy.suspend();
    }

    private void ask(WorkerHandle worker, Probe probe) {
        if (serves(worker)) {
            long beganNanos = clock.nanoTime();
            FetchLimits limits = FetchLimits.ofMs(probe.rules().timeoutMs());
            fetches.get(worker, probe.path(), limits, answer -> heard(worker, probe, beganNanos, answer));
        }
    }

    private void heard(WorkerHandle worker, Probe probe, long beganNanos, Fetched answer) {
        if (!serves(worker)) {
            return;
        }
        probe.take(answer);
        if (probe.isUnhealthy()) {
            unhealthy.add(worker, probe.reason());
        } else if (probe.isHealthy()) {
            unhealthy.remove(worker);
        }
        if (probe.isOutOfReach() && answer instanceof Fetched.NotAsked not) {
            LOG.log(Level.WARNING, "{0} cannot be asked for {1}: it {2}", worker, probe.path(), not.reason());
        }
        long tookMs = (clock.nanoTime() - beganNanos) / NANOS_PER_MS;
        clock.after(Math.max(1, probe.rules().intervalMs() - tookMs), () -> ask(worker, probe));
    }

    private boolean serves(WorkerHandle worker) {
        if (worker.state() == WorkerState.READY) {
            return true;
        }
        unhealthy.forget(worker);
        return false;
    }
}
