package io.baton.worker.spi;

import java.net.SocketAddress;
import java.util.Objects;

/**
 * A listener of the application: the socket that a connection came through. An application tells its listeners apart by
 * their names, whatever their addresses are.
 *
 * @param name the operator's name for it; {@code http} if the worker has one listener and the operator gave it no name
 * @param address the address it is bound to, with its real port; port 0 if the worker listens nowhere
 */
public record Listener(String name, SocketAddress address) {

    public Listener {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
    }
}
