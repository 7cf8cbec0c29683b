package io.baton.master.program;

import io.baton.master.config.ConfigException;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.HeapShares;
import io.baton.master.config.ListenerSet;
import io.baton.master.config.Operator;
import io.baton.master.config.Orphans;
import io.baton.master.home.Evidence;
import io.baton.master.jvm.ClassArchive;
import io.baton.master.jvm.ClassPath;
import io.baton.master.jvm.WorkerLibrary;
import io.baton.master.spawn.SpawnRequest;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.posix.SystemText;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The command line of a worker JVM. */
public final class JavaProgram implements Program {

    private static final Logger LOG = System.getLogger(JavaProgram.class.getName());

    /** Requests before a worker is ready. They take some 5 ms and load the classes that a request needs. */
    private static final int WARM_UP = 20;

    /** A number that no slot has. With 0 a worker takes itself for a forked child and waits to be sent connections. */
    private static final int TRAINER = 1_000_000;

    /** The index of a worker without a slot. */
    private static final int NO_SLOT = -1;

    /** Those of a worker for which no client waits. They take less than a second and have most of the code compiled. */
    private static final int UNHURRIED_WARM_UP = 3000;

    /** The JVM records the profile of a method when it is compiled, after some thousand calls. */
    private static final int PROFILED_WARM_UP = 12_000;

    private static final String MAIN = "io.baton.worker.WorkerMain";

    private final GroupConfig config;
    private final WorkerPlace place;
    private final WorkerLibrary library;
    private final ClassArchive archive;
    private final Evidence evidence;
    private final JvmCommand jvm;
    private final WorkerEnvironment environment;
    private final List<String> listeners;
    private final HeapShares shares;
    private final Executor startingThread;

    /** Null for the built-in application. */
    private final @Nullable Copies<ApplicationFiles> copies;

    /**
     * Workers of one configuration.
     *
     * @param shares of all applications here
     * @param startingThread runs tasks on the thread that starts processes
     * @param place where they run
     * @param bound the address of each of the configured listeners, in their order, with its real port
     */
    public JavaProgram(
            GroupConfig config,
            WorkerLibrary library,
            ClassArchive archive,
            Evidence evidence,
            HeapShares shares,
            Executor startingThread,
            WorkerPlace place,
            List<ListenAddress> bound) {
        Map<String, String> variables = place.environment();
        this.shares = shares;
        this.startingThread = startingThread;
        this.place = place;
        this.config = config;
        this.library = library;
        this.archive = archive;
        this.evidence = evidence;
        this.listeners = ListenerSet.forWorkers(config.listeners(), bound);
        this.copies = config.application() == null || config.isNode()
                ? null
                : new Copies<>(
                        ApplicationFiles::of,
                        Copies.NONE,
                        library.applications(),
                        config.application().file(),
                        place.readers(),
                        startingThread);
        this.jvm = new JvmCommand(config, place.jdk(), variables);
        this.environment = WorkerEnvironment.forJava(withLocale(variables), config.name());
        shares.join(this, config);
    }

    /** A JVM can open only files whose names have characters in its locale, also those of its own command line. */
    private Map<String, String> withLocale(Map<String, String> variables) {
        if (config.isNode() || !Operator.hasOtherLocale() || files().allMatch(SystemText::isAscii)) {
            return variables;
        }
        LOG.log(
                Level.INFO,
                "workers get {0}={1}: their files have names that are not ASCII",
                Operator.LOCALE,
                Operator.UTF_8_LOCALE);
        Map<String, String> all = new HashMap<>(variables);
        all.put(Operator.LOCALE, Operator.UTF_8_LOCALE);
        return all;
    }

    private Stream<String> files() {
        return Stream.of(
                application(), library.directory().toString(), evidence.flags().toString());
    }

    private String application() {
        return config.application() == null ? "" : config.application().file().toString();
    }

    /** The worker starts from the class-data archive if there is one by now. */
    @Override
    public SpawnRequest forSlot(int id, int workers) throws IOException {
        return place.of(serving(id - 1, workers, WARM_UP), environment.forSlot(id))
                .counting();
    }

    /** As a spare, in a slot. */
    @Override
    public SpawnRequest forSuccessor(int id, int workers) throws IOException {
        return place.of(serving(id - 1, workers, UNHURRIED_WARM_UP), environment.forSlot(id))
                .counting();
    }

    /** A spare serves requests of its own until its code is compiled, before it says that it is ready. */
    @Override
    public SpawnRequest forSpare(int id, int workers) throws IOException {
        return place.of(serving(NO_SLOT, workers, UNHURRIED_WARM_UP), environment.withoutSlot(id))
                .counting();
    }

    /** The built-in application does, where it has no port that the kernel chooses. */
    @Override
    public boolean mayStartEarly() {
        return config.application() == null
                && place.user() == null
                && config.listeners().stream().allMatch(listener -> listener.isPath() || listener.port() != 0);
    }

    /** Whether workers with the operator's JVM options can use a class-data archive. */
    public boolean allowsArchive() {
        return jvm.allowsArchive();
    }

    @Override
    public void ended(String worker, boolean crashedAtStart) {
        if (crashedAtStart) {
            archive.suspect(worker);
        }
        if (copies != null) {
            copies.processEnded();
        }
    }

    @Override
    public void lookForChange(Runnable changed) {
        if (copies != null) {
            copies.lookForChange(changed);
        }
    }

    @Override
    public void stayWithOrigin() {
        if (copies != null) {
            copies.stayWithCopy();
        }
    }

    /** The built-in application is in the library, which does not change. */
    @Override
    public void lookForOrigin(Consumer<@Nullable String> answer) {
        if (copies == null) {
            startingThread.execute(() -> answer.accept(null));
        } else {
            copies.lookForCopy(answer);
        }
    }

    @Override
    public void end() {
        shares.leave(this);
        if (copies != null) {
            copies.end();
        }
        if (place.user() != null) {
            library.endCopy();
        }
    }

    /**
     * A worker that leaves an archive of the classes it loaded at {@code output} when it ends. It always runs the built-in
     * application: an archive fits every class path that begins with the class path it was made with.
     */
    public SpawnRequest forTraining(Path output) throws IOException {
        return new SpawnRequest(
                command(
                        jvm.training(),
                        List.of(),
                        archive.trainFlags(output),
                        1,
                        archive.hasProfiles() ? PROFILED_WARM_UP : WARM_UP),
                environment.withoutSlot(TRAINER),
                true);
    }

    private List<String> serving(int index, int workers, int warmUpRequests) throws IOException {
        List<Path> jars = jars();
        List<String> command = command(options(index, workers), jars, archive.useFlags(), workers, warmUpRequests);
        if (!jars.isEmpty()) {
            command.addAll(List.of("--application", application()));
        }
        command.addAll(List.of("--mode", config.delivery().mode().toString()));
        return command;
    }

    private List<Path> jars() throws IOException {
        if (copies == null) {
            return List.of();
        }
        Copies.Source<ApplicationFiles> source = copies.forStart();
        return source.files().classPath(source.copy());
    }

    private List<Path> classPath(List<Path> jars) throws IOException {
        List<Path> all = new ArrayList<>(List.of(library.workerJar()));
        if (!jars.isEmpty() && config.shared().isKeptElsewhere()) {
            all.add(library.redisJar());
        }
        all.addAll(jars);
        return all;
    }

    private List<String> options(int index, int workers) throws IOException {
        try {
            return jvm.serving(index, workers);
        } catch (ConfigException e) {
            // A worker more may leave too little for each.
            throw new IOException(e.getMessage(), e);
        }
    }

    private List<String> command(
            List<String> jvmAndOptions, List<Path> jars, List<String> archiveFlags, int workers, int warmUpRequests)
            throws IOException {
        List<String> command = new ArrayList<>(jvmAndOptions);
        if (place.user() == null) {
            // Another user cannot write into the home.
            command.addAll(evidence.flags());
        }
        command.addAll(archiveFlags.isEmpty() || jvm.allowsArchive() ? archiveFlags : List.of());
        command.addAll(jvm.libraries(library.nativeFlags()));
        if (!jars.isEmpty()) {
            // The class path names copies. An application that looks for files beside its jar finds it by this
            // property.
            command.add("-Dbaton.application=" + application());
        }
        command.addAll(List.of("-cp", ClassPath.of(classPath(jars))));
        command.add(MAIN);
        command.addAll(arguments(workers, warmUpRequests));
        return command;
    }

    private List<String> arguments(int workers, int warmUpRequests) {
        List<String> arguments = new ArrayList<>();
        listeners.forEach(listener -> arguments.addAll(List.of("--listen", listener)));
        arguments.addAll(List.of("--workers", String.valueOf(workers)));
        // A JVM that sizes itself for its share of the processors could not know this.
        int processors = Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
        arguments.addAll(List.of("--processors", String.valueOf(processors)));
        arguments.addAll(List.of("--warm-up", String.valueOf(warmUpRequests)));
        long killMs = Math.min(config.supervision().timeouts().killMs(), Integer.MAX_VALUE);
        arguments.addAll(List.of("--kill-timeout", String.valueOf(killMs)));
        if (config.supervision().orphans() == Orphans.DRAIN) {
            arguments.addAll(List.of("--orphan-drain", String.valueOf(killMs)));
        }
        arguments.addAll(config.workerOptions());
        return arguments;
    }
}
