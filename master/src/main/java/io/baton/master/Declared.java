package io.baton.master;

import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.group.Outcome;
import io.baton.master.group.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A declaration as it was read, with what follows from it.
 *
 * @param name of the application, as far as it is known
 * @param declaration null if it is none
 * @param config null if none follows
 * @param refused why that cannot be; null if it can
 */
record Declared(
        String name, @Nullable Declaration declaration, @Nullable GroupConfig config, @Nullable String refused) {

    /** The outcome of a start that was not begun. */
    static Outcome refusal(@Nullable String reason) {
        return new Outcome.Refused(Refusal.BAD_CONFIG, String.valueOf(reason));
    }
}
