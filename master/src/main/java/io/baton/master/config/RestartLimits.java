package io.baton.master.config;

/**
 * How soon a dead worker's successor starts, in milliseconds.
 *
 * @param backoffMs before the second start in a row, 1.5 times as long before each further one; 0: always at once
 * @param backoffMaxMs at most
 * @param minUptimeMs a worker that was ready for so long counts as stable: its exit begins a new row
 */
public record RestartLimits(long backoffMs, long backoffMaxMs, long minUptimeMs) {

    public static final RestartLimits DEFAULT = of(Settings.DEFAULTS);

    public RestartLimits {
        Keys.BACKOFF.require(backoffMs);
        Keys.BACKOFF_MAX.require(backoffMaxMs);
        Keys.MIN_UPTIME.require(minUptimeMs);
        if (backoffMaxMs < backoffMs) {
            throw Syntax.misfit(
                    Keys.BACKOFF_MAX + ": " + backoffMaxMs + " ms",
                    "at least the " + backoffMs + " ms of " + Keys.BACKOFF);
        }
    }

    static RestartLimits of(Settings settings) {
        return new RestartLimits(
                settings.get(Keys.BACKOFF), settings.get(Keys.BACKOFF_MAX), settings.get(Keys.MIN_UPTIME));
    }
}
