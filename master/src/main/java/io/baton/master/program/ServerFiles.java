package io.baton.master.program;

import io.baton.master.home.Readers;
import io.baton.master.home.StaleVersions;
import io.baton.master.jvm.ClassArchive;
import io.baton.master.jvm.Jdk;
import io.baton.master.jvm.WorkerLibrary;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM of a server that knows nothing of Baton is started from: a private copy of its jar or directory, and the
 * class-data archive that fits this copy. Owned by the thread that starts processes, which may wait for files.
 */
final class ServerFiles {

    private static final Logger LOG = System.getLogger(ServerFiles.class.getName());
    private static final int RADIX = 16;

    private final Path application;
    private final Path place;
    private final WorkerLibrary library;
    private final Jdk jdk;
    private final String options;
    private final boolean archives;
    private final Executor startingThread;
    private final Launchers launchers;
    private final Copies<ServerOriginal> copies;

    /** Of the files as the operator has them. */
    private final Copies<ServerOriginal> plain;

    /** What each slot was started from that runs without its own launcher. */
    private final Map<Integer, String> unpacked = new HashMap<>();

    /** The archive of the copy that the last worker was started from; null if it can have none. */
    private @Nullable ClassArchive archive;

    /** The copy that the archive is in. */
    private @Nullable Path archived;

    /**
     * Without copies.
     *
     * @param application a jar, or a directory
     * @param main the main class, if the operator named one
     * @param library has the agent, and says where copies are
     * @param readers may read the copies too; null for this user alone
     * @param jdk the JVM that starts from the copies
     * @param options what else decides whether an archive fits, as the operator's options
     * @param archives whether JVMs start from archives
     * @param launchers what runs only with its own launcher
     * @param startingThread runs tasks on the thread that owns this
     */
    ServerFiles(
            Path application,
            @Nullable String main,
            WorkerLibrary library,
            @Nullable Readers readers,
            Jdk jdk,
            List<String> options,
            boolean archives,
            Launchers launchers,
            Executor startingThread) {
        this.application = application;
        this.library = library;
        this.jdk = jdk;
        this.options = options.toString();
        // Another user's JVM could not write its archive into a directory of this user.
        this.archives = archives && readers == null;
        this.place = this.archives ? library.servers().resolve(label(application)) : library.applications();
        this.startingThread = startingThread;
        this.launchers = launchers;
        this.copies = new Copies<>(
                new ServerLayout(main, archives),
                this.archives ? ClassArchive::isWholeIn : Copies.NONE,
                place,
                application,
                readers,
                startingThread);
        this.plain = new Copies<>(
                new ServerLayout(main, false),
                Copies.NONE,
                library.applications(),
                application,
                readers,
                startingThread);
    }

    /**
     * The arguments of a JVM that starts now: the archive, and all from the class path to the main class.
     *
     * @param slot that it is for
     * @throws IOException if the application is not whole and there is no copy of an earlier content
     */
    List<String> launch(int slot) throws IOException {
        Copies.Source<ServerOriginal> source = copies.forStart();
        unpacked.remove(slot);
        if (launchers.areNeededFor(source.files().key())) {
            archive = null;
            archived = null;
            source = plain.forStart();
            return source.files().launch(source.copy());
        } else if (source.files() instanceof BootFiles && source.copy() != null) {
            unpacked.put(slot, source.files().key());
        }
        find(source);
        List<String> arguments = new ArrayList<>();
        if (archive != null) {
            List<String> flags = archive.useFlags();
            arguments.addAll(flags);
            arguments.addAll(flags.isEmpty() ? List.of() : silence());
        }
        arguments.addAll(source.files().launch(source.copy()));
        return arguments;
    }

    /**
     * As {@link #launch}, for a JVM that makes the archive.
     *
     * @param output the file that it writes when it ends
     */
    List<String> training(Path output) throws IOException {
        Copies.Source<ServerOriginal> source = copies.forStart();
        find(source);
        if (archive == null || source.copy() == null || !output.startsWith(source.copy())) {
            throw new IOException(application + " has changed meanwhile");
        }
        // Before 25 a JVM with an agent makes no archive. It writes down which classes it loads.
        List<String> arguments = new ArrayList<>(
                makesItself() ? archive.trainFlags(output) : List.of("-XX:DumpLoadedClassList=" + list(output)));
        arguments.addAll(silence());
        arguments.addAll(source.files().launch(source.copy()));
        return arguments;
    }

    /**
     * The arguments of a JVM that makes the archive of what a training has written down. It runs nothing of the application.
     *
     * @return none if the trained JVM makes the archive itself
     */
    List<String> completion(Path output) throws IOException {
        if (makesItself()) {
            return List.of();
        }
        Copies.Source<ServerOriginal> source = copies.forStart();
        List<String> arguments = new ArrayList<>(
                List.of("-Xshare:dump", "-XX:SharedClassListFile=" + list(output), "-XX:SharedArchiveFile=" + output));
        arguments.addAll(silence());
        arguments.addAll(source.files().launch(source.copy()));
        return arguments;
    }

    private boolean makesItself() {
        return jdk.version() >= ClassArchive.AOT;
    }

    private static Path list(Path output) {
        return output.resolveSibling(output.getFileName() + ClassArchive.CLASS_LIST);
    }

    /** The archive that fits what the last worker was started from; null if there can be none. */
    @Nullable
    ClassArchive archive() {
        return archive;
    }

    /** As {@link Program#lookForChange}. */
    void lookForChange(Runnable changed) {
        copies.lookForChange(changed);
    }

    /** As {@link Program#stayWithOrigin}. */
    void stayWithOrigin() {
        copies.stayWithCopy();
    }

    /** As {@link Program#lookForOrigin}. */
    void lookForOrigin(Consumer<@Nullable String> answer) {
        copies.lookForCopy(answer);
    }

    /** As {@link Program#ended}. */
    void ended(String worker, boolean crashedAtStart) {
        if (crashedAtStart) {
            startingThread.execute(() -> {
                if (archive != null) {
                    archive.suspect(worker);
                }
            });
        }
        copies.processEnded();
        plain.processEnded();
    }

    /** As {@link Program#failedAtStart}. A server may miss its launcher; it is tried. */
    void failedAtStart(int slot, String worker) {
        startingThread.execute(() -> {
            String content = unpacked.remove(slot);
            if (content != null && launchers.need(content)) {
                LOG.log(
                        Level.WARNING,
                        "{0} failed at its start from the unpacked {1}: workers start with its own launcher from now on",
                        worker,
                        application);
            }
        });
    }

    /** As {@link Program#end}. */
    void end() {
        copies.end();
        plain.end();
    }

    private void find(Copies.Source<ServerOriginal> source) throws IOException {
        Path copy = source.copy();
        if (copy != null && copy.equals(archived)) {
            return;
        }
        String key = archives && copy != null && source.files().fitsArchive() ? jdk.key(library.directory()) : null;
        archived = copy;
        archive = null;
        if (copy != null && key != null) {
            Files.writeString(place.resolve(StaleVersions.NAMES), application.toString());
            String full = key + "-" + Integer.toString(options.hashCode() & Integer.MAX_VALUE, RADIX);
            archive = ClassArchive.ofServer(copy, full, jdk);
        }
    }

    /** Without a word about an archive that does not fit: the JVM starts without it, which only costs time. */
    private List<String> silence() {
        return makesItself() ? List.of("-Xlog:cds*=off", "-Xlog:aot*=off") : List.of("-Xlog:cds*=off");
    }

    private static String label(Path application) {
        String path = application.toString();
        String name = String.valueOf(application.getFileName()).replace(':', '_');
        return name + "-" + Integer.toString(path.hashCode() & Integer.MAX_VALUE, RADIX);
    }
}
