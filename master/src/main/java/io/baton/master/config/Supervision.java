package io.baton.master.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How workers are kept alive, replaced and let go.
 *
 * @param timeouts how long things may take
 * @param restart how soon a dead worker's successor starts
 * @param retire when a healthy worker is replaced
 * @param orphans what becomes of the workers of a master that is killed
 * @param killTree whether the children that a dead worker leaves behind are ended too
 * @param stopSignal what a Node program is told to leave by, too
 * @param bootFailure what the master does when no worker can start
 * @param reload how all workers are replaced
 * @param probe how workers are asked whether they are healthy
 * @param warmUp requests that a new worker answers before it is ready, each as {@code GET /}
 * @param minReady how many ready workers make the application healthy; 0 if it always is
 * @param metricsPath where each worker serves metrics of its own; null if it does not
 */
public record Supervision(
        Timeouts timeouts,
        RestartLimits restart,
        RetireLimits retire,
        Orphans orphans,
        boolean killTree,
        StopSignal stopSignal,
        BootFailure bootFailure,
        ReloadRules reload,
        ProbeRules probe,
        List<String> warmUp,
        int minReady,
        @Nullable String metricsPath) {

    public Supervision {
        warmUp = List.copyOf(warmUp);
    }

    /** The supervision if the operator decides nothing. */
    public static final Supervision DEFAULT = of(Settings.DEFAULTS);

    static Supervision of(Settings settings) {
        return new Supervision(
                Timeouts.of(settings),
                RestartLimits.of(settings),
                RetireLimits.of(settings),
                settings.get(Keys.ORPHANS),
                settings.get(Keys.KILL_TREE),
                settings.get(Keys.STOP_SIGNAL),
                settings.get(Keys.ON_BOOT_FAILURE),
                ReloadRules.of(settings),
                ProbeRules.of(settings),
                WarmUpRequests.of(settings),
                settings.get(Keys.MIN_READY).intValue(),
                settings.given(Keys.METRICS_PATH));
    }
}
