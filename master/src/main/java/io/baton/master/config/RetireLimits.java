package io.baton.master.config;

/**
 * When a worker that does nothing wrong is replaced by a fresh one, for the sake of code that leaks. 0 means never.
 *
 * @param maxRequests answered
 * @param maxMemoryBytes resident
 * @param maxLifetimeMs since it was ready
 */
public record RetireLimits(long maxRequests, long maxMemoryBytes, long maxLifetimeMs) {

    public static final RetireLimits NONE = new RetireLimits(0, 0, 0);

    public RetireLimits {
        Keys.MAX_REQUESTS.require(maxRequests);
        Keys.MAX_MEMORY_RESTART.require(maxMemoryBytes);
        Keys.MAX_LIFETIME.require(maxLifetimeMs);
    }

    /** Whether no worker is ever replaced. */
    public boolean areNone() {
        return maxRequests == 0 && maxMemoryBytes == 0 && maxLifetimeMs == 0;
    }

    static RetireLimits of(Settings settings) {
        return new RetireLimits(
                settings.get(Keys.MAX_REQUESTS),
                settings.get(Keys.MAX_MEMORY_RESTART),
                settings.get(Keys.MAX_LIFETIME));
    }
}
