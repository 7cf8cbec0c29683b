package io.baton.master;

import io.baton.master.config.GroupConfig;
import io.baton.master.config.HeapShares;
import io.baton.master.home.Evidence;
import io.baton.master.home.Readers;
import io.baton.master.jvm.ClassArchive;
import io.baton.master.jvm.UserLibrary;
import io.baton.master.jvm.WorkerLibrary;
import io.baton.master.program.JavaProgram;
import io.baton.master.program.Launchers;
import io.baton.master.program.NodeProgram;
import io.baton.master.program.Program;
import io.baton.master.program.ServerProgram;
import io.baton.master.program.WorkerPlace;
import io.baton.protocol.ListenAddress;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;

/** Makes what the workers of applications run. Owned by the thread that starts processes, which may wait for files. */
final class Programs {

    private final WorkerLibrary library;
    private final Evidence evidence;
    private final Executor startingThread;
    private final Launchers launchers = new Launchers();
    private final SharedAddress shared;
    private final HeapShares shares = new HeapShares();

    /**
     * For one master.
     *
     * @param shared tells workers where the state is that they share
     * @param startingThread runs tasks on the thread that owns this
     */
    Programs(WorkerLibrary library, Evidence evidence, SharedAddress shared, Executor startingThread) {
        this.shared = shared;
        this.library = library;
        this.evidence = evidence;
        this.startingThread = startingThread;
    }

    /** An application whose workers are told where the state is that they share. */
    GroupConfig told(GroupConfig config) throws IOException {
        return shared.addTo(config);
    }

    /**
     * The program of an application.
     *
     * @param config as {@link #told}
     * @param place where its workers run
     * @param bound the addresses of its listeners
     */
    Program of(GroupConfig config, WorkerPlace place, List<ListenAddress> bound) throws IOException {
        if (config.isServer()) {
            return ServerProgram.of(config, place, library, evidence, shares, launchers, startingThread);
        }
        return config.isNode()
                ? NodeProgram.of(config, place, library.nodePreload(), startingThread)
                : java(config, place, bound);
    }

    /**
     * The program of an application that a former image of this master has started.
     *
     * @param bound the addresses of its listeners
     */
    Program late(GroupConfig config, List<ListenAddress> bound) {
        return new LateProgram(
                () -> {
                    GroupConfig told = told(config);
                    return of(told, WorkerPlace.of(told), bound);
                },
                startingThread);
    }

    /** The built-in application, with the files of this master. Any thread may call. */
    JavaProgram builtIn(GroupConfig config, List<ListenAddress> bound) {
        return java(config, WorkerPlace.masters(config.surroundings()), bound, library);
    }

    private JavaProgram java(GroupConfig config, WorkerPlace place, List<ListenAddress> bound) throws IOException {
        Readers readers = place.readers();
        if (readers != null) {
            // No archive either: it is bound to the directory of the library.
            ClassArchive none = new ClassArchive(library, false);
            WorkerLibrary copy = UserLibrary.of(library, readers);
            return new JavaProgram(config, copy, none, evidence, shares, startingThread, place, bound);
        }
        return java(config, place, bound, library);
    }

    private JavaProgram java(GroupConfig config, WorkerPlace place, List<ListenAddress> bound, WorkerLibrary files) {
        // The archive is that of this JVM and fits no other.
        ClassArchive archive =
                new ClassArchive(library, config.jvm().archive() && place.jdk().isOwn());
        return new JavaProgram(config, files, archive, evidence, shares, startingThread, place, bound);
    }
}
