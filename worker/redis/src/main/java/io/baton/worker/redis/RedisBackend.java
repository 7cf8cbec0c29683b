package io.baton.worker.redis;

import io.baton.worker.shared.Backend;
import io.baton.worker.spi.Shared;
import io.netty.channel.EventLoop;

/** Shared state in a Redis server, 6.0 or later. Found by its name in {@code META-INF/services}. */
public final class RedisBackend implements Backend {

    /** Called by {@link java.util.ServiceLoader}. */
    public RedisBackend() {}

    @Override
    public boolean knows(String scheme) {
        return scheme.equals("redis") || scheme.equals("rediss");
    }

    /**
     * {@inheritDoc}
     *
     * @param address {@code redis://[[user]:password@]host[:port][/database][?timeout=2s]}, with TLS {@code rediss://...}. Lettuce
     *     knows more parameters; {@code timeout} is the longest that a call may take
     * @throws IllegalArgumentException if it is none; the message has no password
     */
    @Override
    public Shared open(String address, String application, EventLoop loop) {
        return new RedisShared(RedisAddress.parse(address), application, loop);
    }
}
