package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.snapshot.GroupState;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Reloads applications at the times that their operators have named. Looks every second, because the clock on the wall may be
 * set at any time: a time that has passed meanwhile counts once. Conductor thread only.
 */
public final class CronReloads {

    private static final long LOOK_MS = 1_000;

    private final Clock clock;
    private final LongSupplier wallClockMs;
    private final Applications applications;
    private final Reloads reloads;
    private final Map<String, Due> due = new HashMap<>();

    private record Due(String cron, long atMs) {}

    /** @param wallClockMs the time of day, in milliseconds since 1970 */
    public CronReloads(Clock clock, LongSupplier wallClockMs, Applications applications, Reloads reloads) {
        this.clock = clock;
        this.wallClockMs = wallClockMs;
        this.applications = applications;
        this.reloads = reloads;
    }

    /** Begins to look. */
    public void begin() {
        for (Member member : applications.all()) {
            String cron = member.group().config().supervision().reload().cron();
            if (cron != null && member.group().state() == GroupState.RUNNING) {
                look(member, cron);
            } else {
                due.remove(member.name());
            }
        }
        clock.after(LOOK_MS, this::begin);
    }

    private void look(Member member, String cron) {
        long now = wallClockMs.getAsLong();
        Due next = due.get(member.name());
        boolean known = next != null && next.cron().equals(cron);
        if (next != null && known && now < next.atMs()) {
            return;
        }
        due.put(
                member.name(),
                new Due(cron, member.group().config().supervision().reload().nextMs(now)));
        if (known) {
            CompletionStage<Outcome> unused = reloads.ask(member, "cron_reload " + cron);
        }
    }
}
