package io.baton.master.group;

import io.baton.master.config.RetireLimits;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How much one healthy worker may serve before a fresh one replaces it. Each worker gets up to a tenth less requests and time
 * than the operator said, by chance, so that workers that started together are not all due together. Conductor thread only.
 */
final class Lifespan {

    private static final double JITTER = 0.1;
    private static final long BYTES_PER_MB = 1 << 20;

    private final long maxRequests;
    private final long maxMemoryBytes;
    private final long maxReadyMs;
    private final long minUptimeMs;

    /**
     * The limits of one worker.
     *
     * @param minUptimeMs for so long the worker's memory does not count; a program that needs more than it may have would be
     *     replaced without end otherwise
     * @param random gives numbers in {@code [0, 1)}
     */
    Lifespan(RetireLimits limits, long minUptimeMs, DoubleSupplier random) {
        double part = 1 - JITTER * random.getAsDouble();
        this.maxRequests = Math.round(limits.maxRequests() * part);
        this.maxReadyMs = Math.round(limits.maxLifetimeMs() * part);
        this.maxMemoryBytes = limits.maxMemoryBytes();
        this.minUptimeMs = minUptimeMs;
    }

    /**
     * The limit that is reached, in words; null if none is.
     *
     * @param requests that the worker has answered
     * @param residentBytes of the worker
     * @param readyMs how long the worker has been ready
     */
    @Nullable
    String over(long requests, long residentBytes, long readyMs) {
        if (maxRequests > 0 && requests >= maxRequests) {
            return requests + " requests";
        }
        if (maxMemoryBytes > 0 && residentBytes > maxMemoryBytes && readyMs >= minUptimeMs) {
            return residentBytes / BYTES_PER_MB + " MB of memory";
        }
        return maxReadyMs > 0 && readyMs >= maxReadyMs ? readyMs / 1000 + " s of service" : null;
    }
}
