package io.baton.master.health;

import java.util.ArrayList;
import java.util.List;

/**
 * How a master is, at a moment. Immutable.
 *
 * @param atNanos the moment, by {@link System#nanoTime}
 * @param stopping whether the master is to stop
 * @param apps its applications
 */
public record HealthView(long atNanos, boolean stopping, List<AppHealth> apps) {

    /** The loop of a master that is well turns more often. */
    static final long LIVE_NANOS = 2_000_000_000;

    public HealthView {
        apps = List.copyOf(apps);
    }

    /** An answer. {@code reasons} is empty if it is yes. */
    public record Answer(boolean yes, List<String> reasons) {}

    /** Whether the loop of the master turns, which decides everything. */
    public Answer live(long nowNanos) {
        long silentNanos = nowNanos - atNanos;
        return answer(
                silentNanos <= LIVE_NANOS
                        ? List.of()
                        : List.of("the loop of the master has not turned for " + silentNanos / 1_000_000 + " ms"));
    }

    /** Whether clients should be sent here: each application that runs has enough workers, and the master does not stop. */
    public Answer ready(long nowNanos) {
        List<String> reasons = new ArrayList<>(live(nowNanos).reasons());
        if (stopping) {
            reasons.add("the master stops");
        }
        boolean some = false;
        for (AppHealth app : apps) {
            some |= app.runs();
            if (app.runs() && !app.serves()) {
                reasons.add(app.name() + ": " + app.ready() + " of " + app.of() + " workers ready (expected: "
                        + app.expected() + " or more)");
            }
        }
        if (!some) {
            reasons.add("no application runs");
        }
        return answer(reasons);
    }

    /** Whether each application that runs had all its workers once. */
    public Answer startup(long nowNanos) {
        List<String> reasons = new ArrayList<>(live(nowNanos).reasons());
        boolean some = false;
        for (AppHealth app : apps) {
            some |= app.runs();
            if (app.runs() && !app.started()) {
                reasons.add(app.name() + ": starts, " + app.ready() + " of " + app.of() + " workers ready");
            }
        }
        if (!some) {
            reasons.add("no application runs");
        }
        return answer(reasons);
    }

    private static Answer answer(List<String> reasons) {
        return new Answer(reasons.isEmpty(), List.copyOf(reasons));
    }
}
