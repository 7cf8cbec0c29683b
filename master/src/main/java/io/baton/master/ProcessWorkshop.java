package io.baton.master;

import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Conductor;
import io.baton.master.config.ConfigException;
import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.ListenConfig;
import io.baton.master.config.Machine;
import io.baton.master.config.Surroundings;
import io.baton.master.config.Timeouts;
import io.baton.master.fetch.Fetcher;
import io.baton.master.fetch.SocketFetcher;
import io.baton.master.group.ArchiveTrainer;
import io.baton.master.group.ServerTrainers;
import io.baton.master.group.Workshop;
import io.baton.master.home.Evidence;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.master.journal.MasterEvent;
import io.baton.master.jvm.ClassArchive;
import io.baton.master.jvm.WorkerLibrary;
import io.baton.master.listen.Addresses;
import io.baton.master.listen.ListenSocket;
import io.baton.master.listen.ListenSockets;
import io.baton.master.listen.Listeners;
import io.baton.master.listen.SocketEndpoints;
import io.baton.master.output.Pipes;
import io.baton.master.program.Program;
import io.baton.master.program.WorkerPlace;
import io.baton.master.spawn.PosixSpawner;
import io.baton.master.totals.Totals;
import io.baton.master.worker.Launcher;
import io.baton.master.worker.ProcessLauncher;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes real processes and sockets for the groups of a master. What may wait for a file or a name server happens on the thread
 * that starts processes. Conductor thread only.
 */
final class ProcessWorkshop implements Workshop {

    /** Longer only if the disk does not take what the workers printed last. */
    private static final long LAST_LINES_MS = 1_000;

    private final Conductor conductor;
    private final Journal journal;
    private final WorkerLibrary library;
    private final Pipes pipes;
    private final boolean workerNames;
    private final Evidence evidence;
    private final PosixSpawner spawner;
    private final ServerTrainers trainers;
    private final Programs programs;
    private final FirstWorker first;
    private final Addresses addresses = new Addresses();

    private final String unlabelled;
    private final int image;
    private final Totals totals;

    private @Nullable Fetcher fetcher;
    private boolean introduced;
    private Runnable whenIntroduced = () -> {};

    /**
     * For one master.
     *
     * @param unlabelled the only application of a master in the foreground: its workers need no name of their own
     * @param image how many images of this master there were before this one; it was introduced by the first
     * @param totals of its applications
     * @param shared tells workers where the state is that they share
     */
    ProcessWorkshop(
            Conductor conductor,
            Journal journal,
            WorkerLibrary library,
            Pipes pipes,
            boolean workerNames,
            Evidence evidence,
            String unlabelled,
            int image,
            Totals totals,
            SharedAddress shared) {
        this.image = image;
        this.totals = totals;
        this.introduced = image > 0;
        this.conductor = conductor;
        this.journal = journal;
        this.library = library;
        this.pipes = pipes;
        this.workerNames = workerNames;
        this.evidence = evidence;
        this.spawner = new PosixSpawner(conductor);
        this.programs = new Programs(library, evidence, shared, spawner::execute);
        this.trainers = ServerTrainers.of(conductor, spawner::execute);
        this.unlabelled = unlabelled;
        this.first = new FirstWorker(library, spawner::execute);
    }

    /** The journal of a group. The names of its workers begin with its own where the master may have several groups. */
    ApplicationJournal journal(GroupConfig config) {
        String name = config.name();
        return new ApplicationJournal(journal, name, name.equals(unlabelled) ? "" : name + " ");
    }

    /** Calls this once, when the master is introduced. */
    void whenIntroduced(Runnable action) {
        whenIntroduced = action;
    }

    /** Runs what may wait for a file, after the starts that are ordered already. Any thread may call. */
    void execute(Runnable action) {
        spawner.execute(action);
    }

    /** Whether no process is being started, and nothing waits for a file. */
    boolean isIdle() {
        return spawner.isIdle();
    }

    /** As {@link PosixSpawner#replaceThisProcess}. */
    void replaceThisProcess(PosixSpawner.Replacement next) throws IOException {
        spawner.replaceThisProcess(next);
    }

    @Override
    public void equip(GroupConfig config, Result result) {
        spawner.execute(() -> {
            List<ListenSocket> sockets = new ArrayList<>();
            try {
                GroupConfig told = programs.told(config);
                WorkerPlace place = WorkerPlace.of(told);
                sockets.addAll(ListenSockets.open(config));
                Equipment equipment = new Equipment(
                        List.copyOf(sockets),
                        programs.of(
                                told,
                                place,
                                sockets.stream().map(ListenSocket::address).toList()));
                conductor.post(() -> {
                    introduceMaster();
                    result.equipped(equipment);
                });
            } catch (ConfigException | IOException e) {
                sockets.forEach(ListenSocket::close);
                conductor.post(() -> result.failed(Refusals.of(e)));
            }
        });
    }

    @Override
    public void read(Declaration declaration, Reading result) {
        spawner.execute(() -> {
            try {
                GroupConfig config = declaration.config();
                long memoryBytes = Machine.now().memoryBytes();
                conductor.post(() -> result.read(config, memoryBytes));
            } catch (ConfigException e) {
                conductor.post(() -> result.failed(Refusals.of(e)));
            }
        });
    }

    @Override
    public void renew(GroupConfig config, List<ListenAddress> bound, Renewed result) {
        spawner.execute(() -> {
            try {
                GroupConfig told = programs.told(config);
                Program program = programs.of(told, WorkerPlace.of(told), bound);
                conductor.post(() -> result.renewed(program));
            } catch (ConfigException | IOException e) {
                conductor.post(() -> result.failed(Refusals.of(e)));
            }
        });
    }

    @Override
    public Fetcher fetcher() {
        Fetcher made = fetcher;
        if (made == null) {
            made = new SocketFetcher(conductor);
            fetcher = made;
        }
        return made;
    }

    @Override
    public Listeners listeners(GroupConfig config, Clock clock) {
        Timeouts timeouts = config.supervision().timeouts();
        SocketEndpoints endpoints = new SocketEndpoints(
                conductor,
                journal(config),
                config.delivery(),
                config.clientsPort().orElse(ListenConfig.DEFAULT_PORT),
                timeouts.holdMs(),
                timeouts.silenceMs(),
                totals.of(config.name()));
        return new Listeners(clock, journal(config), config.delivery(), addresses, endpoints, timeouts.holdMs());
    }

    @Override
    public Launcher launcher(GroupConfig config, Clock clock) {
        return launcher(config, clock, journal(config));
    }

    private Launcher launcher(GroupConfig config, Clock clock, ApplicationJournal workers) {
        return new ProcessLauncher(
                conductor,
                clock,
                spawner,
                pipes.of(config, workerNames),
                evidence,
                workers,
                config.supervision(),
                image,
                workers.app().isEmpty() ? new Totals().of("") : totals.of(workers.app()));
    }

    @Override
    public void allReady(Program program, int size, Launcher launcher, ApplicationJournal workers) {
        if (image == 0 && workers.app().equals(unlabelled)) {
            first.ready(program, size, totals.of(unlabelled));
        }
        trainers.workersReady(program, launcher, workers);
    }

    /** What workers run. */
    Programs programs() {
        return programs;
    }

    /** Make the archives of applications that have one of their own. */
    ServerTrainers trainers() {
        return trainers;
    }

    @Override
    public void dismantle(Program program, Runnable whenDone) {
        trainers.ends(program);
        // On a thread of its own: a program waits for the one that starts processes. Posted: the last worker has
        // died just now, and what it left in its pipes is read first.
        conductor.post(() -> background("baton-dismantle", () -> {
            program.end();
            pipes.awaitWritten(LAST_LINES_MS);
            conductor.post(whenDone);
        }));
    }

    private static void background(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Makes the class-data archive that all JVM workers start from.
     *
     * @param wanted whether any group uses it
     */
    ArchiveTrainer trainer(boolean wanted) {
        GroupConfig builtIn = GroupConfig.BUILT_IN.in(Surroundings.ofThisProcess());
        ListenAddress address = ListenConfig.DEFAULT.address();
        // Its worker serves no application of the operator's.
        ApplicationJournal ofNone = new ApplicationJournal(journal, "", "");
        ClassArchive archive = new ClassArchive(library, wanted);
        return new ArchiveTrainer(
                conductor,
                journal,
                launcher(builtIn, conductor, ofNone),
                programs.builtIn(builtIn, List.of(address)),
                archive,
                address,
                first::changed);
    }

    /** Not before something could be opened, except by a daemon: a master that fails to start says only why. */
    void introduceMaster() {
        if (!introduced) {
            introduced = true;
            journal.add(new MasterEvent.Started(Processes.pid()));
            whenIntroduced.run();
        }
    }
}
