package io.baton.master.config;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How an application is reloaded.
 *
 * @param surge how many workers more than usual there may be meanwhile; 0: one is stopped before the next one starts
 * @param trialMs how long the first new worker has to live before it gets connections and the others are replaced
 * @param pauseMs how long a new worker serves before the next one is replaced
 * @param cron when it is reloaded without being asked, as {@link CronTime} reads it; null for never
 */
public record ReloadRules(int surge, long trialMs, long pauseMs, @Nullable String cron) {

    public ReloadRules {
        Keys.RELOAD_SURGE.require((long) surge);
        Keys.RELOAD_TRIAL.require(trialMs);
        Keys.RELOAD_PAUSE.require(pauseMs);
    }

    static ReloadRules of(Settings settings) {
        return new ReloadRules(
                settings.get(Keys.RELOAD_SURGE).intValue(),
                settings.get(Keys.RELOAD_TRIAL),
                settings.get(Keys.RELOAD_PAUSE),
                settings.given(Keys.CRON_RELOAD));
    }

    /** When the next time of {@link #cron} comes after a moment, both in milliseconds since 1970. */
    public long nextMs(long afterMs) {
        return cron == null ? Long.MAX_VALUE : CronTime.next(cron, afterMs, ZoneId.systemDefault());
    }
}
