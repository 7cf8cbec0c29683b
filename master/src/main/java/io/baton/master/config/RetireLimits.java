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
        Quantity.requireRequests("max-requests", maxRequests, 0);
        Quantity.requireBytes("max-memory-restart", maxMemoryBytes, 0);
        Quantity.requireMs("max-lifetime", maxLifetimeMs, 0);
    }
}
