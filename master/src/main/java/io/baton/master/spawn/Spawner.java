package io.baton.master.spawn;

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

    /** Starts a process, without waiting for it. On the conductor. */
    void spawn(SpawnRequest request, Result result);
}
