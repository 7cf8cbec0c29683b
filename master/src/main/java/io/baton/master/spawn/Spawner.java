package io.baton.master.spawn;

import java.io.IOException;

/** Starts processes with a channel. A test has one that starts nothing. */
public interface Spawner {

    /** Hears how it went; called once, on the conductor. */
    interface Result {

        /**
         * The process runs.
         *
         * @param child whose descriptors are owned by this handler from here on
         */
        void spawned(Child child);

        /** It could not be started; nothing is left of it. */
        void failed(String reason);
    }

    /** Says what is to be started, at the time when it is; on the thread that starts it, where it may wait for files. */
    interface Order {

        /** The process; what is thrown is the reason why it could not be started. */
        SpawnRequest request() throws IOException;
    }

    /** Starts a process, without waiting for it. On the conductor. */
    void spawn(Order order, Result result);
}
