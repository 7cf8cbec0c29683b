package io.baton.master.config;

import java.util.Locale;

/** Which worker gets a connection. */
public enum Dispatch {
    /** The idle worker that has waited longest. */
    ROUND_ROBIN,
    /** The one with the fewest open connections. */
    LEAST_CONNECTIONS,
    /** The one with fewer open connections of two that chance picks. */
    P2C,
    /** Always the same for the same client address. */
    IP_HASH;

    /** As operators write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
