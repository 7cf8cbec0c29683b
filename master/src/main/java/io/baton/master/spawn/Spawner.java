package io.baton.master.spawn;

import java.io.IOException;

/** Starts processes. A test can use one that starts none. */
public interface Spawner {

    /** Is told the outcome; called once, on the conductor. */
    interface Result {

        /**
         * The process runs.
         *
         * @param child this handler owns its descriptors from here on
         */
        void spawned(Child child);

        /** The process could not be started; nothing is left of it. */
        void failed(IOException reason);
    }

    /** Makes the request at the time of the start. Called on the thread that starts the process, so it may read files. */
    interface Order {

        /** The process to start. An exception is the reason why the process cannot be started. */
        SpawnRequest request() throws IOException;
    }

    /** Starts a process, without waiting for it. Any thread may call. */
    void spawn(Order order, Result result);
}
