package io.baton.master.config;

import org.jspecify.annotations.Nullable;

/**
 * How the master asks workers over HTTP whether they are healthy.
 *
 * @param path that is asked for; null: workers are not asked
 * @param intervalMs from one question to the next
 * @param timeoutMs for the whole answer
 * @param failures in a row make a worker unhealthy
 */
public record ProbeRules(@Nullable String path, long intervalMs, long timeoutMs, int failures) {

    public ProbeRules {
        if (path != null) {
            Keys.PROBE_PATH.require(path);
        }
        Keys.PROBE_INTERVAL.require(intervalMs);
        Keys.PROBE_TIMEOUT.require(timeoutMs);
        Keys.PROBE_FAILURES.require((long) failures);
    }

    /**
     * What the operator decided.
     *
     * @throws ConfigException in a mode in which workers accept themselves: no worker can be sent a connection there
     */
    static ProbeRules of(Settings settings) {
        String path = settings.given(Keys.PROBE_PATH);
        if (path != null && settings.get(Keys.MODE) != Mode.HANDOFF) {
            throw new ConfigException(settings.source(Keys.PROBE_PATH) + ": not in mode " + settings.get(Keys.MODE)
                    + " (expected: mode handoff, in which the master can choose a worker)");
        }
        return new ProbeRules(
                path,
                settings.get(Keys.PROBE_INTERVAL),
                settings.get(Keys.PROBE_TIMEOUT),
                settings.get(Keys.PROBE_FAILURES).intValue());
    }
}
