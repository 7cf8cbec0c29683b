package io.baton.master.config;

/**
 * How soon a dead worker's successor starts, in milliseconds.
 *
 * @param backoffMs before the second start in a row, 1.5 times as long before each further one; 0: always at once
 * @param backoffMaxMs at most
 * @param minUptimeMs a worker that was ready for so long counts as stable: its exit begins a new row
 */
public record RestartLimits(long backoffMs, long backoffMaxMs, long minUptimeMs) {

    public static final RestartLimits DEFAULT = new RestartLimits(100, 15_000, 30_000);

    public RestartLimits {
        Quantity.requireMs("backoff", backoffMs, 0);
        Quantity.requireMs("backoff-max", backoffMaxMs, backoffMs);
        Quantity.requireMs("min-uptime", minUptimeMs, 0);
    }
}
