package io.baton.master.group;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What verbs wait for. Each goal is looked at whenever a worker became ready, has ended, or could not be started. Conductor
 * thread only.
 */
final class Goals {

    private final List<Open> open = new ArrayList<>();

    /** Tells whether it is reached. */
    interface Goal {

        /** How the verb went; null while it goes on. */
        @Nullable
        Outcome outcome();
    }

    private record Open(Goal goal, CompletableFuture<Outcome> reached) {}

    /** Waits for one more. */
    CompletionStage<Outcome> add(Goal goal) {
        Open added = new Open(goal, new CompletableFuture<>());
        open.add(added);
        look(added);
        return added.reached();
    }

    /** Whether a verb waits. */
    boolean areOpen() {
        return !open.isEmpty();
    }

    /** Something has happened. */
    void look() {
        if (!open.isEmpty()) {
            List.copyOf(open).forEach(this::look);
        }
    }

    /** Nothing happens any more. */
    void end(Outcome outcome) {
        List<Open> left = List.copyOf(open);
        open.clear();
        left.forEach(goal -> goal.reached().complete(outcome));
    }

    private void look(Open one) {
        Outcome outcome = one.goal().outcome();
        if (outcome != null && open.remove(one)) {
            one.reached().complete(outcome);
        }
    }
}
