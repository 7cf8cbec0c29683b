package io.baton.master.program;

import io.baton.master.config.Application;
import io.baton.master.config.ConfigException;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.Orphans;
import io.baton.master.config.SlotText;
import io.baton.master.spawn.SilentRun;
import io.baton.master.spawn.SpawnRequest;
import io.baton.protocol.posix.PosixException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a Node process. It runs an unmodified program, which is a worker of {@code cluster} and does not know
 * Baton. A JVM worker asks the kernel itself to kill it with its master. A Node worker cannot, and may be blocked and not see
 * the end of its channel: {@code setpriv}, where there is one, asks the kernel for it.
 */
public final class NodeProgram implements Program {

    private static final List<String> DIE_WITH_MASTER = List.of("--pdeathsig", "KILL");

    private final List<String> command;
    private final GroupConfig config;
    private final WorkerEnvironment environment;
    private final WorkerPlace place;
    private final Executor startingThread;
    private final Origin origin;

    /** Where the program's file stands in the command. */
    private final int file;

    private NodeProgram(
            List<String> command,
            int file,
            Origin origin,
            GroupConfig config,
            WorkerEnvironment environment,
            WorkerPlace place,
            Executor startingThread) {
        this.file = file;
        this.origin = origin;
        this.startingThread = startingThread;
        this.command = command;
        this.config = config;
        this.environment = environment;
        this.place = place;
    }

    /**
     * Finds the runtime and {@code setpriv} in {@code PATH}.
     *
     * @param config of a Node program. The port that it names stands in {@code PORT}
     * @param place where workers run; relative directories in {@code PATH} begin there
     * @param preload what Node loads before a program whose connections migrate
     * @param startingThread runs tasks on the thread that starts processes
     * @throws IOException if there is no Node
     * @throws ConfigException if the runtime cannot run the program
     */
    public static NodeProgram of(GroupConfig config, WorkerPlace place, Path preload, Executor startingThread)
            throws IOException {
        Map<String, String> variables = place.environment();
        Application application = Objects.requireNonNull(config.application());
        SearchPath path = new SearchPath(variables.getOrDefault("PATH", ""), place.directory());
        List<String> runtime = NodeRuntime.command(
                application, config.delivery().mode(), config.jvm().splitsHeap(), path, place, preload);
        List<String> command = new ArrayList<>();
        if (config.supervision().orphans() == Orphans.KILL) {
            path.find("setpriv").filter(NodeProgram::works).ifPresent(setpriv -> {
                command.add(setpriv.toString());
                command.addAll(DIE_WITH_MASTER);
            });
        }
        command.addAll(runtime);
        int file = command.size() - 1;
        command.addAll(application.arguments());
        return new NodeProgram(
                List.copyOf(command),
                file,
                new Origin(application.file()),
                config,
                WorkerEnvironment.forNode(variables, config.name(), config.programsPort()),
                place,
                startingThread);
    }

    @Override
    public void stayWithOrigin() {
        origin.stay();
    }

    @Override
    public void lookForOrigin(Consumer<@Nullable String> answer) {
        startingThread.execute(() -> answer.accept(origin.missing()));
    }

    @Override
    public SpawnRequest forSlot(int id, int workers) throws IOException {
        List<String> filled = withHeap(workers);
        filled.replaceAll(word -> SlotText.fill(word, id - 1, config.name()));
        return place.of(filled, environment.forSlot(id));
    }

    @Override
    public SpawnRequest forSpare(int id, int workers) throws IOException {
        List<String> filled = withHeap(workers);
        filled.replaceAll(word -> SlotText.fill(word, config.name()));
        return place.of(filled, environment.withoutSlot(id));
    }

    /** The command line with the share of the heap that each of so many workers has. */
    private List<String> withHeap(int workers) throws IOException {
        List<String> all = new ArrayList<>(command);
        all.set(file, origin.forStart().toString());
        for (int i = 0; i < all.size() && config.jvm().splitsHeap(); i++) {
            if (all.get(i).endsWith(NodeRuntime.HEAP_LIMIT)) {
                all.set(i, all.get(i) + heapMb(workers));
                return all;
            }
        }
        return all;
    }

    private long heapMb(int workers) throws IOException {
        try {
            return config.jvm().heapMb(workers);
        } catch (ConfigException e) {
            // Only a number of workers that was changed since leaves too little.
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Whether this setpriv knows the option. Old ones and that of BusyBox do not. */
    private static boolean works(Path setpriv) {
        List<String> trial = new ArrayList<>(List.of(setpriv.toString()));
        trial.addAll(DIE_WITH_MASTER);
        trial.add("true");
        try {
            return SilentRun.of(trial, List.of("PATH=/usr/bin:/bin")).code() == 0;
        } catch (PosixException e) {
            return false;
        }
    }
}
