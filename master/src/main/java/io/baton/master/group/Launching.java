package io.baton.master.group;

import io.baton.master.carried.CarriedWorker;
import io.baton.master.program.Program;
import io.baton.master.spawn.SpawnRequest;
import io.baton.master.worker.Launcher;
import io.baton.master.worker.WorkerHandle;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The starts of the processes of one slot: at most one goes on at a time. Conductor thread only. */
final class Launching implements Launcher.Result {

    /** What is asked of the program. */
    private interface Ordered {

        SpawnRequest request(Program program, int slot, int workers) throws IOException;
    }

    private static final long NANOS_PER_MS = 1_000_000;

    private final SlotParts parts;
    private final SlotReport report;
    private final int slot;
    private final boolean spare;
    private final Launcher.Result result;

    private @Nullable Generation from;

    /**
     * No start goes on.
     *
     * @param slot its number
     * @param spare whether a spare is started
     * @param result hears how each start went, when it goes on no more
     */
    Launching(SlotParts parts, SlotReport report, int slot, boolean spare, Launcher.Result result) {
        this.parts = parts;
        this.report = report;
        this.slot = slot;
        this.spare = spare;
        this.result = result;
    }

    /** Whether a process was ordered, and is not there yet. */
    boolean goesOn() {
        return from != null;
    }

    /** The generation of that process; null if there is none. */
    @Nullable
    Generation from() {
        return from;
    }

    /** Orders a process for which clients may wait, unless it is a spare. None may be ordered already. */
    void begin(Generation generation) {
        begin(generation, spare ? Program::forSpare : Program::forSlot);
    }

    /** Orders a process that follows a worker which serves until then. None may be ordered already. */
    void beginSuccessor(Generation generation) {
        begin(generation, spare ? Program::forSpare : Program::forSuccessor);
    }

    private void begin(Generation generation, Ordered kind) {
        from = generation;
        parts.generations().ordered(generation);
        report.starts();
        Program program = generation.program();
        int workers = parts.events().size();
        generation
                .launcher()
                .launch(slot, report.name(), () -> kind.request(program, slot, workers), parts.events(), this);
    }

    /** Goes on with a process that a former image of this master has started. */
    WorkerHandle goOn(CarriedWorker carried) {
        Generation generation = parts.generations().current();
        WorkerHandle worker = generation.launcher().goOn(carried, parts.events());
        parts.generations().started(generation, worker);
        long readyMs = generation.supervision().timeouts().readyMs();
        long passedMs = (parts.clock().nanoTime() - carried.createdAtNanos()) / NANOS_PER_MS;
        parts.clock().after(Math.max(0, readyMs - passedMs), () -> worker.requireReady(readyMs));
        return worker;
    }

    @Override
    public void launched(WorkerHandle started) {
        Generation generation = take();
        parts.generations().started(generation, started);
        started.sit(slot, report.name());
        result.launched(started);
        long readyMs = generation.supervision().timeouts().readyMs();
        parts.clock().after(readyMs, () -> started.requireReady(readyMs));
    }

    @Override
    public void failed(String reason) {
        Generation generation = take();
        report.startFailed(reason);
        result.failed(reason);
        parts.generations().notStarted(generation);
        parts.events().notStarted(generation, slot, reason);
    }

    private Generation take() {
        Generation taken = from == null ? parts.generations().current() : from;
        from = null;
        return taken;
    }
}
