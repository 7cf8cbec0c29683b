package io.baton.worker.spi;

import java.net.SocketAddress;
import java.util.Objects;

/**
 * A listener of the application: the socket that a connection came through. Each has a name, so that an application can serve
 * its listeners in different ways whatever their addresses are.
 *
 * @param name as the operator named it; {@code http} if the worker has one listener and the operator named none
 * @param address the address it is bound to, with its real port; port 0 if the worker listens nowhere
 */
public record Listener(String name, SocketAddress address) {

    public Listener {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
    }
}
