package io.baton.master.program;

import io.baton.master.config.Application;
import io.baton.master.config.ConfigException;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.HeapShares;
import io.baton.master.config.SlotText;
import io.baton.master.home.Evidence;
import io.baton.master.home.Readers;
import io.baton.master.jvm.ClassArchive;
import io.baton.master.jvm.UserLibrary;
import io.baton.master.jvm.WorkerLibrary;
import io.baton.master.spawn.SpawnRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a JVM with a server that knows nothing of Baton. An agent of ours on it takes the server's sockets from
 * the master.
 */
public final class ServerProgram implements Program, Trainable {

    /** The index of a worker without a slot. */
    private static final int NO_SLOT = -1;

    /** A number that no slot has. */
    private static final int TRAINER = 1_000_000;

    /** Netty's own transports bind ports by themselves. Without them it uses the JDK's, as on any other system. */
    private static final List<String> TRANSPORTS =
            List.of("-Dio.netty.transport.noNative=true", "-Dio.grpc.netty.shaded.io.netty.transport.noNative=true");

    private final GroupConfig config;
    private final Application application;
    private final WorkerPlace place;
    private final WorkerLibrary library;
    private final Evidence evidence;
    private final HeapShares shares;
    private final JvmCommand jvm;
    private final WorkerEnvironment environment;
    private final ServerFiles files;
    private final boolean archives;

    private ServerProgram(
            GroupConfig config,
            WorkerPlace place,
            WorkerLibrary library,
            Evidence evidence,
            HeapShares shares,
            Launchers launchers,
            Executor startingThread) {
        this.config = config;
        this.shares = shares;
        this.application = Objects.requireNonNull(config.application());
        this.place = place;
        this.library = library;
        this.evidence = evidence;
        this.jvm = new JvmCommand(config, place.jdk(), place.environment());
        this.environment = WorkerEnvironment.forServer(place.environment(), config.name(), config.programsPort());
        // A worker that serves nobody would join the cluster of the others.
        boolean joins = config.workerOptions().stream().anyMatch(option -> option.startsWith("own-ports="));
        this.archives = config.jvm().archive() && place.user() == null && jvm.allowsArchive() && !joins;
        this.files = new ServerFiles(
                application.file(),
                application.main(),
                library,
                place.readers(),
                place.jdk(),
                jvm.operatorsOptions(),
                archives,
                launchers,
                startingThread);
    }

    /**
     * Workers of one configuration.
     *
     * @param place where they run
     * @param shares of all applications here
     * @param launchers of all applications here
     * @param startingThread runs tasks on the thread that starts processes
     * @throws IOException if what another user needs cannot be copied
     */
    public static ServerProgram of(
            GroupConfig config,
            WorkerPlace place,
            WorkerLibrary library,
            Evidence evidence,
            HeapShares shares,
            Launchers launchers,
            Executor startingThread)
            throws IOException {
        Readers readers = place.readers();
        WorkerLibrary used = readers == null ? library : UserLibrary.of(library, readers);
        ServerProgram program = new ServerProgram(config, place, used, evidence, shares, launchers, startingThread);
        shares.join(program, config);
        return program;
    }

    @Override
    public SpawnRequest forSlot(int id, int workers) throws IOException {
        return place.of(command(id - 1, workers, files.launch(id)), environment.forSlot(id));
    }

    @Override
    public SpawnRequest forSpare(int id, int workers) throws IOException {
        return place.of(command(NO_SLOT, workers, files.launch(id)), environment.withoutSlot(id));
    }

    @Override
    public @Nullable Trainable trainable() {
        // A worker of no slot cannot have the slot's arguments.
        return archives && !config.dependsOnSlot() ? this : null;
    }

    @Override
    public @Nullable ClassArchive archive() {
        return files.archive();
    }

    @Override
    public SpawnRequest forTraining(Path output) throws IOException {
        List<String> variables = new ArrayList<>(environment.withoutSlot(TRAINER));
        // An application may leave out what only one that serves has to do.
        variables.add("BATON_TRAINING=true");
        return place.inBackground(command(NO_SLOT, config.workers(), files.training(output)), variables);
    }

    @Override
    public @Nullable SpawnRequest completion(Path output) throws IOException {
        List<String> launch = files.completion(output);
        if (launch.isEmpty()) {
            return null;
        }
        List<String> command = options(NO_SLOT, config.workers());
        command.addAll(launch);
        return place.inBackground(command, environment.withoutSlot(TRAINER));
    }

    @Override
    public void failedAtStart(int slot, String worker) {
        files.failedAtStart(slot, worker);
    }

    @Override
    public void ended(String worker, boolean crashedAtStart) {
        files.ended(worker, crashedAtStart);
    }

    @Override
    public void lookForChange(Runnable changed) {
        files.lookForChange(changed);
    }

    @Override
    public void stayWithOrigin() {
        files.stayWithOrigin();
    }

    @Override
    public void lookForOrigin(Consumer<@Nullable String> answer) {
        files.lookForOrigin(answer);
    }

    @Override
    public void end() {
        shares.leave(this);
        files.end();
        if (place.user() != null) {
            library.endCopy();
        }
    }

    private List<String> command(int index, int workers, List<String> launch) throws IOException {
        List<String> command = options(index, workers);
        if (place.user() == null) {
            // Another user cannot write into the home.
            command.addAll(evidence.flags());
        }
        command.addAll(TRANSPORTS);
        // The class path names copies. A server that looks for files beside its jar finds it by this property.
        command.add("-Dbaton.application=" + application.file());
        command.add(AgentOptions.of(library.agentJar(), config));
        command.addAll(launch);
        for (String argument : application.arguments()) {
            command.add(
                    index < 0 ? SlotText.fill(argument, config.name()) : SlotText.fill(argument, index, config.name()));
        }
        return command;
    }

    /** A worker more may leave too little for each. */
    private List<String> options(int index, int workers) throws IOException {
        try {
            return jvm.server(index, workers, shares);
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
