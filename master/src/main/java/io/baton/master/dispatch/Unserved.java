package io.baton.master.dispatch;

/** Ends a connection that waited too long. */
@FunctionalInterface
public interface Unserved {

    /** Answers and closes it; owns it from here on. */
    void end(Connection connection);
}
