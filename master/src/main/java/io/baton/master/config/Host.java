package io.baton.master.config;

import org.jspecify.annotations.Nullable;

/** Where to listen, as people write it. */
public final class Host {

    private Host() {}

    /**
     * An address or a name, without the brackets that an IPv6 address has in a URL; null for every address, which may be
     * written as nothing or as an asterisk. Whether this machine has it turns out when it is bound.
     *
     * @throws ConfigException if it has a port or is a URL
     */
    public static @Nullable String parse(@Nullable String text) {
        String host = text == null ? "" : text.strip();
        if (host.isEmpty() || host.equals("*")) {
            return null;
        }
        if (host.contains("/")) {
            throw new ConfigException("host: " + host + " (expected: an address or a name, no URL)");
        }
        boolean bracketed = host.startsWith("[");
        int end = bracketed ? host.indexOf(']') : host.length();
        if (end < 0) {
            throw new ConfigException("host: " + host + " (expected: a closing bracket)");
        }
        int colon = bracketed ? end + 1 : host.indexOf(':');
        boolean hasPort = bracketed ? colon < host.length() : colon >= 0 && colon == host.lastIndexOf(':');
        if (hasPort) {
            throw new ConfigException("host: " + host + " (expected: no port here, but --port"
                    + host.substring(colon).replace(':', ' ') + ")");
        }
        return bracketed ? host.substring(1, end) : host;
    }
}
