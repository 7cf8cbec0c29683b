package io.baton.master.metrics;

import io.baton.master.journal.ApplicationEvent;
import io.baton.master.journal.Entry;
import io.baton.master.journal.Event;
import io.baton.master.journal.Journal;
import io.baton.master.journal.ReloadEvent;
import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.totals.ApplicationTotals;
import io.baton.master.totals.Totals;
import java.util.HashMap;
import java.util.Map;

/** Counts what happens: starts and exits of workers, reloads. Conductor thread only. */
public final class EventCounts implements Journal.Subscriber {

    private static final long NANOS_PER_MS = 1_000_000;

    private final Totals totals;

    /** When each process that is not ready yet was created, by the journal's time. */
    private final Map<Integer, Long> created = new HashMap<>();

    /** Why each process that has not ended will, as far as that is known. */
    private final Map<Integer, ExitCause> causes = new HashMap<>();

    /** Adds to these totals. */
    public EventCounts(Totals totals) {
        this.totals = totals;
    }

    @Override
    public void heard(Entry entry) {
        Event event = entry.event();
        if (event instanceof WorkerEvent worker && !event.app().isEmpty()) {
            heard(entry, worker, totals.of(event.app()));
        } else if (event instanceof ReloadEvent.Done done) {
            totals.of(done.app()).count("reloads.done");
            totals.of(done.app()).reloads().add(done.ms() * NANOS_PER_MS);
        } else if (event instanceof ReloadEvent.Failed || event instanceof ReloadEvent.Refused) {
            totals.of(event.app()).count("reloads.failed");
        } else if (event instanceof ApplicationEvent.Deleted) {
            totals.forget(event.app());
        }
    }

    private void heard(Entry entry, WorkerEvent event, ApplicationTotals app) {
        int pid = event.worker().pid();
        if (event instanceof WorkerEvent.Created) {
            created.put(pid, entry.ms());
        } else if (event instanceof WorkerEvent.Hung || event instanceof WorkerEvent.Unhealthy) {
            causes.put(pid, ExitCause.HANG);
        } else if (event instanceof WorkerEvent.Recovered) {
            causes.remove(pid, ExitCause.HANG);
        } else if (event instanceof WorkerEvent.BrokeProtocol) {
            causes.putIfAbsent(pid, ExitCause.PROTOCOL);
        } else if (event instanceof WorkerEvent.ReplacementBegun replaced) {
            causes.putIfAbsent(pid, replaced.reason().startsWith("reload") ? ExitCause.RELOAD : ExitCause.LIMIT);
        } else if (event instanceof WorkerEvent.Stepped step) {
            stepped(entry, step, app);
        }
    }

    private void stepped(Entry entry, WorkerEvent.Stepped step, ApplicationTotals app) {
        int pid = step.worker().pid();
        if (step.to() == WorkerState.READY) {
            Long since = created.remove(pid);
            if (since != null) {
                app.starts().add((entry.ms() - since) * NANOS_PER_MS);
            }
        } else if (step.to() == WorkerState.EXITED) {
            created.remove(pid);
            ExitCause cause = causes.remove(pid);
            app.count(ExitCause.of(step, cause).counter());
        } else if (step.to().compareTo(WorkerState.DRAINING) >= 0 && step.from().compareTo(WorkerState.DRAINING) < 0) {
            causes.put(pid, ExitCause.ofLeaving(step.reason(), causes.get(pid)));
        }
    }
}
