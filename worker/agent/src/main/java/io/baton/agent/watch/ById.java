package io.baton.agent.watch;

import java.util.Comparator;

/** Puts the connection first that was accepted first. */
final class ById implements Comparator<Connection> {

    @Override
    public int compare(Connection one, Connection other) {
        return Long.compare(one.id(), other.id());
    }
}
