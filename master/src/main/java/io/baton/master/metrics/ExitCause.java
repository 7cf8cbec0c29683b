package io.baton.master.metrics;

import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a worker has ended. */
enum ExitCause {
    /** It ended without being told to. */
    CRASH,
    /** Its JVM had no memory left. */
    OOM,
    /** It was killed because it did nothing any more, or replaced because it was unhealthy. */
    HANG,
    /** It was replaced because it had lived long enough, or had too much memory. */
    LIMIT,
    /** It left by its own will. */
    RETIRE,
    /** It was replaced by one of another generation. */
    RELOAD,
    /** The operator, or the end of the master. */
    STOP,
    /** It was killed because it broke the protocol. */
    PROTOCOL;

    /** The name of its count. */
    String counter() {
        return "exits." + label();
    }

    /** As a label has it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Why a worker has ended.
     *
     * @param last its last step
     * @param known what was known before
     */
    static ExitCause of(WorkerEvent.Stepped last, @Nullable ExitCause known) {
        if (last.reason().contains("out of memory")) {
            return OOM;
        }
        boolean untold = last.from().compareTo(WorkerState.DRAINING) < 0;
        return known != null && !(untold && known.isPlanned()) ? known : untold ? CRASH : STOP;
    }

    /**
     * Why a worker leaves.
     *
     * @param reason the words of its first step that leads to its end
     * @param known what was known before
     */
    static ExitCause ofLeaving(String reason, @Nullable ExitCause known) {
        if (reason.startsWith("channel: ")) {
            // It was not told to, so it was not what was planned.
            return known == null || known.isPlanned() ? CRASH : known;
        } else if (known != null) {
            return known;
        } else if (reason.startsWith("reload")) {
            return RELOAD;
        } else if (reason.startsWith("not ready after ")) {
            return HANG;
        }
        return reason.startsWith("retires: ")
                        || reason.startsWith("leaves of its own")
                        || reason.startsWith("closed all")
                ? RETIRE
                : STOP;
    }

    private boolean isPlanned() {
        return this == LIMIT || this == RELOAD;
    }
}
