package io.baton.master.config;

/**
 * Where a master shows itself.
 *
 * @param host an address or a name; empty for every address
 * @param port 0 for any free one
 */
public record AdminAddress(String host, int port) {

    /** As an operator writes it. */
    @Override
    public String toString() {
        return (host.isEmpty() ? "*" : host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
