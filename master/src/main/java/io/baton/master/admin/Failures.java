package io.baton.master.admin;

import java.util.concurrent.Executor;
import java.util.function.LongConsumer;

/** How many connections of clients have failed since the master began. Any thread may ask. */
public interface Failures {

    /**
     * Asks for the number.
     *
     * @param asker runs the answer
     */
    void count(Executor asker, LongConsumer answer);
}
