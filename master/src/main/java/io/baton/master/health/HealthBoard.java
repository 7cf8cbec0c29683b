package io.baton.master.health;

import io.baton.master.conductor.Clock;
import io.baton.master.journal.Entry;
import io.baton.master.journal.Journal;
import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.GroupState;
import io.baton.master.snapshot.MasterSnapshot;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.WorkerSnapshot;
import io.baton.master.snapshot.WorkerState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the conductor writes down how the master is, after each event and twice a second, so that any thread can read it at
 * once, whatever the conductor or the workers do.
 */
public final class HealthBoard implements Journal.Subscriber {

    private static final long EVERY_MS = 500;
    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final Journal journal;
    private final Supplier<MasterSnapshot> snapshots;

    /** The applications whose workers were all ready at the same time once. */
    private final Set<String> started = new HashSet<>();

    private boolean due;
    private boolean stopping;
    private long lagNanos;
    private volatile HealthView view;

    /**
     * A board that says nothing good yet.
     *
     * @param snapshots called on the conductor
     */
    public HealthBoard(Clock clock, Journal journal, Supplier<MasterSnapshot> snapshots) {
        this.clock = clock;
        this.journal = journal;
        this.snapshots = snapshots;
        this.view = new HealthView(clock.nanoTime(), false, List.of());
    }

    /** Begins to write. On the conductor. */
    public void begin() {
        journal.subscribe(1, this);
        tick();
    }

    /** The master is to stop. On the conductor. */
    public void stops() {
        stopping = true;
        write();
    }

    /** What was written last. Any thread may call. */
    public HealthView view() {
        return view;
    }

    /** How late the conductor was when it wrote last. On the conductor. */
    public long lagNanos() {
        return lagNanos;
    }

    @Override
    public void heard(Entry entry) {
        if (!due) {
            due = true;
            clock.post(this::write);
        }
    }

    private void tick() {
        long expectedNanos = clock.nanoTime() + EVERY_MS * NANOS_PER_MS;
        clock.after(EVERY_MS, () -> {
            lagNanos = Math.max(0, clock.nanoTime() - expectedNanos);
            tick();
        });
        write();
    }

    private void write() {
        due = false;
        List<AppHealth> apps = new ArrayList<>();
        for (GroupSnapshot group : snapshots.get().groups()) {
            if (group.state() == GroupState.RUNNING || group.state() == GroupState.RELOADING) {
                started.add(group.name());
            }
            apps.add(new AppHealth(
                    group.name(),
                    ready(group),
                    group.declaredWorkers(),
                    group.minReady(),
                    group.state() != GroupState.STOPPED,
                    started.contains(group.name())));
        }
        view = new HealthView(clock.nanoTime(), stopping, apps);
    }

    private static int ready(GroupSnapshot group) {
        int ready = 0;
        for (SlotSnapshot slot : group.slots()) {
            @Nullable WorkerSnapshot worker = slot.worker();
            ready += worker != null && worker.state() == WorkerState.READY ? 1 : 0;
        }
        return ready;
    }
}
