package io.baton.master.group;

import io.baton.master.config.Declaration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * The reloads of the applications of a master. Of each application one goes on at a time. Those that are asked for meanwhile are
 * one, which comes next, whether the first one succeeds or fails. Conductor thread only.
 */
public final class Reloads {

    private final Runnable changed;
    private final Map<Member, CompletableFuture<Outcome>> running = new HashMap<>();
    private final Map<Member, Waiting> waiting = new HashMap<>();

    private record Waiting(UnaryOperator<Declaration> change, String reason, CompletableFuture<Outcome> answer) {}

    /** @param changed called when an application runs as another declaration says than before */
    public Reloads(Runnable changed) {
        this.changed = changed;
    }

    /** As {@link #ask(Member, UnaryOperator, String)}, without a change of what was declared. */
    public CompletionStage<Outcome> ask(Member member, String reason) {
        return ask(member, UnaryOperator.identity(), reason);
    }

    /**
     * Reloads an application, now or when the reload that goes on has ended.
     *
     * @param change what is to be declared, made of what is declared by then; the next start and reload use it if this one
     *     succeeds
     * @param reason in words
     * @return as {@link Group#reload}
     */
    public CompletionStage<Outcome> ask(Member member, UnaryOperator<Declaration> change, String reason) {
        if (!running.containsKey(member)) {
            CompletableFuture<Outcome> answer = new CompletableFuture<>();
            begin(member, new Waiting(change, reason, answer));
            return answer;
        }
        Waiting next = waiting.get(member);
        Waiting joined = next == null
                ? new Waiting(change, reason, new CompletableFuture<>())
                : new Waiting(
                        declaration -> change.apply(next.change().apply(declaration)), next.reason(), next.answer());
        waiting.put(member, joined);
        return joined.answer();
    }

    private void begin(Member member, Waiting reload) {
        running.put(member, reload.answer());
        Declaration declared = reload.change().apply(member.declaration());
        CompletionStage<Void> unused = member.group()
                .reload()
                .begin(declared, reload.reason())
                .thenAccept(outcome -> {
                    running.remove(member);
                    if (outcome instanceof Outcome.Done) {
                        member.declare(declared);
                        changed.run();
                    }
                    reload.answer().complete(outcome);
                    goOn(member, outcome);
                });
    }

    private void goOn(Member member, Outcome before) {
        Waiting next = running.containsKey(member) ? null : waiting.remove(member);
        if (next == null) {
            return;
        }
        boolean stopped = before instanceof Outcome.Refused refused && refused.refusal() == Refusal.STOPPED_MEANWHILE;
        if (stopped) {
            next.answer().complete(before);
        } else {
            begin(member, next);
        }
    }
}
