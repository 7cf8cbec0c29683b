package io.baton.master.group;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How a verb of a group went. */
public sealed interface Outcome {

    /**
     * It was carried out.
     *
     * @param what there is now, in words for the operator
     */
    record Done(String what) implements Outcome {}

    /**
     * It was not carried out.
     *
     * @param refusal why, by name
     * @param reason why, in one line for the operator
     */
    record Refused(Refusal refusal, String reason) implements Outcome {}

    /** A stage that is refused already. */
    static CompletionStage<Outcome> refused(Refusal refusal, String reason) {
        return CompletableFuture.completedFuture(new Refused(refusal, reason));
    }

    /** A stage that is done already. */
    static CompletionStage<Outcome> done(String what) {
        return CompletableFuture.completedFuture(new Done(what));
    }
}
