package io.baton.master.config;

import java.util.Locale;

/** What a master does when no worker was ever ready and three starts failed. */
public enum BootFailure {
    /** It says why and ends: the exit code tells the program that started it. */
    EXIT,
    /** It goes on trying, with the usual delays. */
    STAY;

    /** As operators write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
