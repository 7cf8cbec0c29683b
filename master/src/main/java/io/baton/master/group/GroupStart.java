package io.baton.master.group;

import io.baton.master.config.Limits;
import io.baton.master.listen.ListenSocket;
import io.baton.master.snapshot.GroupState;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.function.IntPredicate;

/**
 * One start of an application, from its sockets to its workers. A late word of its crew concerns this start, never the next
 * one. Conductor thread only.
 */
final class GroupStart implements Workshop.Result, CrewEvents {

    private final Group group;
    private final Workshop workshop;
    private final Parts begun;
    private final IntPredicate wanted;

    /**
     * A start that has no sockets yet.
     *
     * @param wanted the slots that get a worker
     */
    GroupStart(Group group, Workshop workshop, Parts begun, IntPredicate wanted) {
        this.group = group;
        this.workshop = workshop;
        this.begun = begun;
        this.wanted = wanted;
    }

    /** Begins to serve, unless the group was stopped since. */
    @Override
    public void equipped(Workshop.Equipment equipment) {
        Generation first = new Generation(
                group.nextGeneration(),
                group.config(),
                equipment.program(),
                workshop.launcher(group.config(), begun.timers()));
        Generations served = new Generations(first, program -> workshop.dismantle(program, () -> {}));
        begun.equip(
                served, equipment.sockets().stream().map(ListenSocket::address).toList());
        if (group.state() == GroupState.STOPPING) {
            equipment.sockets().forEach(ListenSocket::close);
            group.dismantle(begun);
            return;
        }
        man(served);
        try {
            begun.listeners().open(equipment.sockets());
        } catch (IOException e) {
            begun.started().complete(new Outcome.Refused(Refusal.CANNOT_LISTEN, "cannot accept: " + e.getMessage()));
            CompletionStage<Outcome> unused = group.stop();
        }
    }

    private void man(Generations served) {
        SpareCount spares = SpareCount.of(group.config());
        Crew crew = new Crew(
                begun.timers(),
                group.journal(),
                served,
                spares.count(),
                group.records(),
                begun.listeners(),
                begun.fetches(),
                this,
                null);
        begun.man(crew);
        crew.slots().serving().stream().filter(slot -> !wanted.test(slot.id())).forEach(Slot::stop);
        crew.start();
        group.journal()
                .started(
                        group.config().workers(),
                        spares.count(),
                        spares.reason() + GroupReport.kind(group.config().application()) + limits());
    }

    private static String limits() {
        String limits = Limits.now().text();
        return limits.isEmpty() ? "" : "; " + limits;
    }

    @Override
    public void failed(Outcome.Refused refused) {
        group.end(begun);
        begun.started().complete(refused);
    }

    @Override
    public void allReady() {
        group.allReady(begun);
    }

    @Override
    public void allReady(Generation newest) {
        workshop.allReady(newest.program(), group.config().workers(), newest.launcher(), group.journal());
    }

    @Override
    public void noneStarts(String reason) {
        begun.started().complete(new Outcome.Refused(Refusal.NO_WORKER_STARTS, reason));
    }
}
