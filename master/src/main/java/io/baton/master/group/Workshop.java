package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.fetch.Fetcher;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.listen.ListenSocket;
import io.baton.master.listen.Listeners;
import io.baton.master.program.Program;
import io.baton.master.worker.Launcher;
import io.baton.protocol.ListenAddress;
import java.util.List;

/** Makes the parts that a group needs for one start. A test has one without processes and sockets. Conductor thread only. */
public interface Workshop {

    /**
     * What is made off the conductor.
     *
     * @param sockets one for each of {@link GroupConfig#opened}, in their order; owned by the holder of this record
     * @param program for workers that serve these sockets
     */
    record Equipment(List<ListenSocket> sockets, Program program) {}

    /** Hears once how {@link #equip} went, on the conductor. */
    interface Result {

        /** Everything is there, and is the listener's from here on. */
        void equipped(Equipment equipment);

        /** There is nothing, and nothing is left open. */
        void failed(Outcome.Refused refused);
    }

    /** Opens the sockets and makes the program. May wait for files and name servers, but not on the conductor. */
    void equip(GroupConfig config, Result result);

    /** Hears once how {@link #read} went, on the conductor. */
    interface Reading {

        /**
         * It can be run.
         *
         * @param config that follows from the declaration
         * @param memoryBytes that are left for more workers
         */
        void read(GroupConfig config, long memoryBytes);

        /** It cannot be run. */
        void failed(Outcome.Refused refused);
    }

    /** Reads again what a declaration names, and how much memory is left. May wait for files, but not on the conductor. */
    void read(Declaration declaration, Reading result);

    /** Hears once how {@link #renew} went, on the conductor. */
    interface Renewed {

        /** The program is there. */
        void renewed(Program program);

        /** There is none. */
        void failed(Outcome.Refused refused);
    }

    /**
     * Makes a program for sockets that are open already. May wait for files, but not on the conductor.
     *
     * @param bound the address of each of {@link GroupConfig#opened}, in their order
     */
    void renew(GroupConfig config, List<ListenAddress> bound, Renewed result);

    /** Asks workers over HTTP. */
    Fetcher fetcher();

    /** The listeners of one start, without sockets. Their timers are this clock's. */
    Listeners listeners(GroupConfig config, Clock clock);

    /** Starts the workers of one start. Their timers are this clock's. */
    Launcher launcher(GroupConfig config, Clock clock);

    /**
     * Removes what the program needed on the disk, off the conductor; all its workers have ended.
     *
     * @param whenDone called on the conductor
     */
    void dismantle(Program program, Runnable whenDone);

    /**
     * All workers of a group are ready. Prepares what makes later ones start faster.
     *
     * @param workers how many there are
     */
    default void allReady(Program program, int workers, Launcher launcher, ApplicationJournal journal) {}
}
