package io.baton.master.config;

import io.baton.protocol.ListenAddress;
import org.jspecify.annotations.Nullable;

/**
 * One listener of an application: where its clients connect.
 *
 * @param name by which the application knows it
 * @param host an address or name to listen on, null for every address
 * @param port {@code 0..65535}, 0 for any free one
 */
public record ListenConfig(String name, @Nullable String host, int port) {

    /** What the only listener of an application is called. */
    public static final String HTTP = "http";

    /** The port if the operator names none. */
    public static final int DEFAULT_PORT = 3000;

    /** Every address, port 3000. */
    public static final ListenConfig DEFAULT = new ListenConfig(HTTP, null, DEFAULT_PORT);

    public ListenConfig {
        if (port < 0 || port > 65535) {
            throw new ConfigException("port: " + port + " (expected: 0..65535)");
        }
    }

    /** The address to bind. */
    public ListenAddress address() {
        return ListenAddress.tcp(host, port);
    }
}
