package io.baton.master.group;

import io.baton.master.config.RetireLimits;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How much one healthy worker may serve before a fresh one takes its place. Requests and time are up to a tenth less than the
 * operator said, each worker's its own, so that those that were started together do not go together. The conductor's.
 */
final class Lifespan {

    private static final double JITTER = 0.1;
    private static final long BYTES_PER_MB = 1 << 20;

    private final long maxRequests;
    private final long maxMemoryBytes;
    private final long maxReadyMs;
    private final long minUptimeMs;

    /**
     * Of one worker.
     *
     * @param minUptimeMs what it needs to settle: for so long its memory says nothing, or one that needs more than it may
     *     have would be replaced without end
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
     * Which limit is reached; null if none is.
     *
     * @param requests that it has answered
     * @param residentBytes of memory that it has
     * @param readyMs how long it has been ready
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
