package io.baton.master.program;

import java.util.HashSet;
import java.util.Set;

/**
 * The contents of servers that are started by their own launcher, because a worker that was started without it failed. Owned
 * by the thread that starts processes.
 */
public final class Launchers {

    private final Set<String> contents = new HashSet<>();

    /** None are. */
    public Launchers() {}

    /** This content is from now on. Returns whether it was not before. */
    boolean need(String content) {
        return contents.add(content);
    }

    /** Whether this content is. */
    boolean areNeededFor(String content) {
        return contents.contains(content);
    }
}
