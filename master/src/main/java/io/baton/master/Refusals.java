package io.baton.master;

import io.baton.master.config.ConfigException;
import io.baton.master.group.Outcome;
import io.baton.master.group.Refusal;
import io.baton.master.listen.BindException;
import io.baton.master.program.NotPermittedException;

/** Why an application cannot be started, as the operator hears it. */
final class Refusals {

    private Refusals() {}

    /** What the failure of one of its parts means. */
    static Outcome.Refused of(Exception failure) {
        return new Outcome.Refused(refusal(failure), String.valueOf(failure.getMessage()));
    }

    private static Refusal refusal(Exception failure) {
        if (failure instanceof BindException bind) {
            return bind.notPermitted() ? Refusal.NOT_PERMITTED : Refusal.CANNOT_LISTEN;
        }
        if (failure instanceof NotPermittedException) {
            return Refusal.NOT_PERMITTED;
        }
        return failure instanceof ConfigException ? Refusal.BAD_PROGRAM : Refusal.FAILED;
    }
}
