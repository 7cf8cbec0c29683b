package io.baton.master.snapshot;

import java.util.Locale;

/** How far the application of a group has come. */
public enum GroupState {
    /** No process runs, no socket is open. */
    STOPPED,
    /** Its sockets are being opened, and its workers boot. */
    STARTING,
    /** All its workers were ready at the same time. */
    RUNNING,
    /** It runs, and its workers are replaced one after the other. Only a snapshot says so: it takes orders as before. */
    RELOADING,
    /** It accepts no connections. Its workers finish the requests that they have. */
    STOPPING;

    /** As operators say it. */
    public String inWords() {
        return name().toLowerCase(Locale.ROOT);
    }
}
