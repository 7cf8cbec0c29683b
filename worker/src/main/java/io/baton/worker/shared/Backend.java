package io.baton.worker.shared;

import io.baton.worker.spi.Shared;
import io.netty.channel.EventLoop;

/**
 * Another keeper of the shared state than the master. A service of a jar beside {@code worker.jar}, which is on the class path only
 * if the operator has chosen it.
 */
public interface Backend {

    /** Whether it knows addresses of this scheme, as {@code redis} or {@code rediss}. */
    boolean knows(String scheme);

    /**
     * The state that an application has there. Connects at the first call, and again after a connection was lost. Called once in a
     * worker, on any thread.
     *
     * @param address as the operator wrote it, with its password
     * @param application the name of the application, whose keys are its own there
     * @param loop the worker's event loop, on which stages complete and listeners are called
     */
    Shared open(String address, String application, EventLoop loop);
}
