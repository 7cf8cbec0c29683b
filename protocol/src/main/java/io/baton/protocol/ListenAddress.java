package io.baton.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Where a worker wants to listen, as in Node's {@code queryServer} and {@code listening}.
 *
 * @param host an address or a name, null for every address; for a Unix-domain socket its path
 * @param port {@code 0..65535}, 0 for any free one; -1 for a Unix-domain path
 * @param addressType {@code 4}, {@code 6}, {@code -1} (Unix-domain path), {@code udp4}, {@code udp6} or {@code null} (a
 *     descriptor of the primary, whose number is not kept here)
 */
public record ListenAddress(@Nullable String host, int port, String addressType) {

    /** A TCP address. A host with a colon is an IPv6 address. */
    public static ListenAddress tcp(@Nullable String host, int port) {
        return new ListenAddress(host, port, host != null && host.indexOf(':') >= 0 ? "6" : "4");
    }

    /** A path of the file system. */
    public static ListenAddress path(String path) {
        return new ListenAddress(path, -1, "-1");
    }

    /** Whether this is a TCP address. */
    public boolean isTcp() {
        return addressType.equals("4") || addressType.equals("6");
    }

    /** Whether this is a UDP address. */
    public boolean isUdp() {
        return addressType.startsWith("udp");
    }

    /** Whether this is a path of the file system. */
    public boolean isPath() {
        return addressType.equals("-1");
    }

    /**
     * The URL for a client on this machine, which a terminal makes a link of. Every address is {@code localhost}, and
     * the zone of an IPv6 address is escaped (RFC 6874, section 2). A path is none, and becomes {@code unix:} and the path.
     */
    public String url() {
        if (isPath()) {
            return "unix:" + host;
        }
        String name =
                host == null || host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host.replace("%", "%25");
        return "http://" + new ListenAddress(name, port, addressType);
    }

    @Override
    public String toString() {
        if (host != null && addressType.equals("-1")) {
            return host;
        }
        return host == null ? "*:" + port : host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
