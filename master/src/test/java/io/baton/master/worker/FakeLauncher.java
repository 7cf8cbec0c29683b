package io.baton.master.worker;

import io.baton.master.carried.CarriedWorker;
import io.baton.master.conductor.Clock;
import io.baton.master.config.Supervision;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.master.journal.WorkerId;
import io.baton.master.spawn.Spawner;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Starts no process. A launch waits until the test decides how it went. */
public final class FakeLauncher implements Launcher {

    /** No process has such a number (proc(5), pid_max), so a signal that goes astray reaches no process. */
    private static final int FIRST_PID = 1 << 23;

    private final Clock clock;
    private final Supervision supervision;
    private final ApplicationJournal journal;
    private final Queue<Launch> waiting = new ArrayDeque<>();
    private final List<FakeChild> children = new ArrayList<>();

    private record Launch(String name, long atNanos, Spawner.Order order, WorkerEvents events, Result result) {}

    public FakeLauncher(Clock clock, Supervision supervision) {
        this.clock = clock;
        this.supervision = supervision;
        this.journal = new ApplicationJournal(new Journal(clock), "test", "");
    }

    @Override
    public void launch(int slot, String name, Spawner.Order order, WorkerEvents events, Result result) {
        waiting.add(new Launch(name, clock.nanoTime(), order, events, result));
    }

    @Override
    public WorkerHandle goOn(CarriedWorker carried, WorkerEvents events) {
        WorkerId id = new WorkerId(journal.app(), carried.name(), carried.slot(), carried.pid());
        FakeChild child = new FakeChild(id, clock, carried.createdAtNanos(), supervision, journal, events);
        child.worker().handover().goOn(carried, null);
        children.add(child);
        return child.worker();
    }

    /** A worker that an image of this master has started. */
    public FakeChild ofImage(int image) {
        WorkerId id = new WorkerId(journal.app(), "worker", 1, FIRST_PID + children.size());
        FakeChild child = new FakeChild(id, clock, clock.nanoTime(), supervision, journal, new IgnoredEvents());
        child.worker().handover().begin(image);
        children.add(child);
        return child;
    }

    /** The names of the launches that have neither succeeded nor failed yet, the first one first. */
    public List<String> waiting() {
        return waiting.stream().map(Launch::name).toList();
    }

    /** The command of the oldest launch that waits. */
    public List<String> nextCommand() throws IOException {
        return waiting.element().order().request().command();
    }

    /** What the workers have told. */
    public ApplicationJournal journal() {
        return journal;
    }

    /** The oldest launch that waits succeeds: there is a process. */
    public FakeChild starts() {
        Launch launch = waiting.remove();
        WorkerId id = new WorkerId(journal.app(), launch.name(), 0, FIRST_PID + children.size());
        FakeChild child = new FakeChild(id, clock, launch.atNanos(), supervision, journal, launch.events());
        children.add(child);
        launch.result().launched(child.worker());
        return child;
    }

    /** The oldest launch that waits succeeds, and the worker is ready. */
    public FakeChild startsReady() {
        return starts().listens();
    }

    /** The oldest launch that waits fails. */
    public void fails() {
        waiting.remove().result().failed("no more processes");
    }

    /** Every process that was started, the first one first. */
    public List<FakeChild> children() {
        return children;
    }
}
