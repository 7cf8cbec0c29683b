package io.baton.master.group;

import io.baton.master.config.Declaration;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.snapshot.GroupState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The reloads of one application, and how many workers it was declared with. Conductor thread only. */
final class GroupReload {

    private final Group group;
    private final Workshop workshop;
    private final ApplicationJournal journal;

    private int declaredWorkers;

    /** @param journal of the application */
    GroupReload(Group group, Workshop workshop, ApplicationJournal journal) {
        this.group = group;
        this.workshop = workshop;
        this.journal = journal;
    }

    /** The application is declared with so many workers. It may be scaled later, which a reload leaves as it is. */
    void declared(int workers) {
        declaredWorkers = workers;
    }

    /**
     * Replaces the workers one by one, as what was declared says now, and loses no request. Only if no reload goes on.
     *
     * @param declared what holds from then on
     * @param reason in words
     * @return done when no worker of before is left; refused if nothing runs, or if it cannot be: then the workers of before
     *     serve on
     */
    CompletionStage<Outcome> begin(Declaration declared, String reason) {
        Parts serving = group.parts();
        if (serving == null || (group.state() != GroupState.RUNNING && group.state() != GroupState.STARTING)) {
            return group.notRunning();
        }
        return serving.reload((crew, answer) -> new NextGeneration(
                        workshop, journal, serving, crew, group.config(), group::nextGeneration, answer)
                .make(declared, (next, workers) -> replace(serving, crew, next, reason, workers, answer)));
    }

    private void replace(
            Parts serving, Crew crew, Generation next, String reason, int workers, CompletableFuture<Outcome> answer) {
        Supplier<Outcome.Done> done = () -> {
            group.reloaded(next.config().withWorkers(crew.size()));
            return new Outcome.Done(GroupReport.workers(crew.size()) + GroupReport.where(serving.listeners())
                    + ", generation " + next.number());
        };
        CompletionStage<Void> unused = crew.reload().begin(next, reason, done).thenAccept(outcome -> {
            if (outcome instanceof Outcome.Done && workers != declaredWorkers && workers != crew.size()) {
                CompletionStage<Boolean> unusedToo = group.resize(workers).thenApply(answer::complete);
            } else {
                answer.complete(outcome);
            }
            declaredWorkers = outcome instanceof Outcome.Done ? workers : declaredWorkers;
        });
    }
}
