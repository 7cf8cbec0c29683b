package io.baton.worker.shared;

import io.baton.worker.spi.Shared;
import io.netty.channel.EventLoop;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds what keeps the shared state of this worker. */
public final class Keeper {

    private Keeper() {}

    /**
     * The shared state at an address.
     *
     * @param address {@code @NAME} of the master's socket, or a URL; null if this worker was told none
     * @param application whose state it is
     * @param loop on which stages complete
     * @throws IllegalStateException if there is none
     */
    public static Shared of(@Nullable String address, String application, EventLoop loop) {
        if (address == null || address.isEmpty()) {
            throw new IllegalStateException(
                    "no shared state: this worker has no master that keeps it, or --shared is off");
        }
        if (address.startsWith("@")) {
            return new MasterShared(address.substring(1), loop);
        }
        String scheme = address.substring(0, Math.max(0, address.indexOf(':')));
        for (Backend backend : ServiceLoader.load(Backend.class)) {
            if (backend.knows(scheme)) {
                return backend.open(address, application, loop);
            }
        }
        throw new IllegalStateException("no shared state: no library for " + scheme + ": is on the class path");
    }
}
