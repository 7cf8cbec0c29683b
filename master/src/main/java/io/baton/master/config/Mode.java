package io.baton.master.config;

import java.util.Locale;

/** How connections come to workers. */
public enum Mode {
    /** The master accepts, chooses a worker, and hands the connection over. */
    HANDOFF,
    /** All workers accept on one socket, which the master bound; the kernel chooses. */
    SHARED,
    /** Every worker has a socket of its own on the same port; the kernel spreads over them. */
    REUSEPORT;

    /** As operators write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
