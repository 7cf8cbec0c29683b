package io.baton.master.program;

import io.baton.master.home.CommandLines;
import io.baton.master.home.Home;
import io.baton.master.home.Readers;
import io.baton.master.home.StaleVersions;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Private copies of an application's files, from which workers load classes. A JVM loads a class when it is first needed,
 * perhaps after weeks. If the jar was written over meanwhile (cp(1), rsync --inplace), the JVM reads bytes of the new version
 * at the places of the old one. Workers that start after a change get a new copy. A copy is deleted with the last process that
 * was started from it. Owned by the thread that starts processes, which may wait for files.
 *
 * @param <T> what is copied
 */
final class Copies<T extends Original> {

    private static final Logger LOG = System.getLogger(Copies.class.getName());

    /** No copy is made that would leave less of the disk free, in bytes. */
    private static final long LEFT_FREE = 16 << 20;

    private static final long END_LIMIT_SECONDS = 5;

    /** Looks at the files of an application, but changes none. */
    interface Reader<T> {

        /**
         * The files as they are now.
         *
         * @throws NotWholeException if they are not complete
         */
        T read(Path application) throws NotWholeException;
    }

    /** Which copies stay when no process uses them. */
    interface Keeping {

        /** Whether there is more in it than can be copied again, and it is complete. */
        boolean keeps(Path copy);
    }

    /** No copy stays. */
    static final Keeping NONE = copy -> false;

    /** The present copy, and the one before it, to which an operator may go back. */
    private static final int MOST_KEPT = 2;

    /**
     * What a worker that starts now is started from.
     *
     * @param copy null if no copy could be made: it reads the files themselves
     */
    record Source<T>(T files, @Nullable Path copy) {}

    private final Reader<T> reader;
    private final Keeping keeping;
    private final Path place;
    private final Path application;
    private final @Nullable Readers readers;
    private final Executor startingThread;

    /** Copies of earlier contents, which processes may still use. */
    private final List<Copy<T>> former = new ArrayList<>();

    /** The newest copy; null before the first. */
    private @Nullable Copy<T> copy;

    /** The files themselves, which the last workers got because no copy could be made; null if they got a copy. */
    private @Nullable T uncopied;

    /** The copy at the last look; null before the first. */
    private @Nullable Copy<T> announced;

    /** The jar at the last look. */
    private @Nullable FileIdentity seen;

    /** Whether a change of the jar does not matter any more. */
    private boolean stays;

    /** The last warning, which is not repeated at every start. */
    private String warning = "";

    /**
     * Without copies.
     *
     * @param reader reads the application's files
     * @param keeping which copies stay when this ends
     * @param place directory for the copies, created if it does not exist
     * @param readers may read the copies too; null for this user alone
     * @param startingThread runs tasks on the thread that owns this
     */
    Copies(
            Reader<T> reader,
            Keeping keeping,
            Path place,
            Path application,
            @Nullable Readers readers,
            Executor startingThread) {
        this.reader = reader;
        this.keeping = keeping;
        this.place = place;
        this.application = application;
        this.readers = readers;
        this.startingThread = startingThread;
    }

    /**
     * The files for a worker that starts now.
     *
     * @throws IOException if the application is not whole and there is no copy of an earlier content
     */
    Source<T> forStart() throws IOException {
        Copy<T> last = copy;
        if (last != null && uncopied == null && (stays || last.isUpToDate())) {
            return last.source();
        }
        if (uncopied != null) {
            warnOfOverwriting(uncopied);
        }
        try {
            T files = reader.read(application);
            return copied(files) ? Objects.requireNonNull(copy).source() : new Source<>(files, null);
        } catch (NotWholeException e) {
            if (last == null) {
                throw e;
            }
            warn(e.getMessage() + "; workers start from the last copy that is whole, until there is a better one");
            return last.source();
        }
    }

    /**
     * Looks whether the application has changed. A change is copied when the jar has stayed the same since the last look, so
     * that it is complete. Any thread may call.
     *
     * @param changed called on the starting thread if there is a newer copy than at the last look
     */
    void lookForChange(Runnable changed) {
        startingThread.execute(() -> {
            FileIdentity now = FileIdentity.of(application);
            boolean settled = now != null && now.equals(seen);
            seen = now;
            if (copy != null && !stays && settled && !copy.isUpToDate()) {
                copyNow();
            }
            if (announced != null && announced != copy) {
                changed.run();
            }
            announced = copy;
        });
    }

    /** From now on workers start from the newest copy that there is, whatever becomes of the jar. Any thread may call. */
    void stayWithCopy() {
        startingThread.execute(() -> stays = true);
    }

    /**
     * Looks whether workers can start from the copy that the last one was started from. Any thread may call.
     *
     * @param answer called on the starting thread with the reason why not; null if they can
     */
    void lookForCopy(Consumer<@Nullable String> answer) {
        startingThread.execute(() -> answer.accept(
                uncopied != null && !uncopied.isUnchanged()
                        ? application + " has changed, and there is no copy of what it was"
                        : null));
    }

    /** A process has ended. Deletes the copies that no process uses any more. Any thread may call. */
    void processEnded() {
        startingThread.execute(this::deleteFormer);
    }

    /**
     * All processes have ended. Deletes all copies, also those of killed masters, except for those in use by other masters and
     * those that are kept.
     * Waits until that is done. Any thread but the starting one may call.
     */
    void end() {
        try {
            CompletableFuture.runAsync(this::deleteAll, startingThread).get(END_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.DEBUG, "copies stay in {0}: {1}", place, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void copyNow() {
        try {
            forStart();
        } catch (IOException e) {
            // The application is not whole and there is no earlier copy. The next start says so.
        }
    }

    private boolean copied(T files) throws NotWholeException {
        try {
            Home.require(place);
            if (copy == null) {
                removeUnused();
            }
            requireRoom(files.bytes());
            Copy<T> fresh = Copy.of(files, place);
            StaleVersions.use(fresh.directory());
            if (readers != null) {
                readers.grant(place);
            }
            if (copy != null) {
                LOG.log(Level.INFO, "{0} has changed: workers that start from now on run the new one", application);
                former.add(copy);
            }
            copy = fresh;
            uncopied = null;
            warning = "";
            deleteFormer();
            return true;
        } catch (NotWholeException e) {
            throw e;
        } catch (IOException e) {
            warn(application + " is not copied, and workers read it itself: replace it with mv, not with cp, which"
                    + " would make them fail (" + e.getMessage() + ")");
            uncopied = files;
            return false;
        }
    }

    private void requireRoom(long bytes) throws IOException {
        long free = place.toFile().getUsableSpace();
        if (free < bytes + LEFT_FREE) {
            throw new IOException("no space left in " + place + ": " + (free >> 20) + " MB, expected: "
                    + ((bytes + LEFT_FREE) >> 20));
        }
    }

    private void warnOfOverwriting(T given) {
        Path overwritten = given.overwritten();
        if (overwritten != null) {
            warn(overwritten + " was overwritten while workers read it, which may fail for it (expected: mv, not cp)");
        }
    }

    private void warn(String text) {
        if (!text.equals(warning)) {
            LOG.log(Level.WARNING, "{0}", text);
            warning = text;
        }
    }

    private void deleteFormer() {
        former.removeIf(unused -> {
            boolean free = !CommandLines.name(unused.directory());
            if (free) {
                unused.release();
                if (!keeping.keeps(unused.directory())) {
                    StaleVersions.deleteIfUnused(unused.directory());
                }
            }
            return free;
        });
    }

    private void removeUnused() {
        List<Path> kept = new ArrayList<>();
        for (Path version : StaleVersions.newestFirst(place)) {
            if (kept.size() < MOST_KEPT && keeping.keeps(version)) {
                kept.add(version);
            }
        }
        StaleVersions.removeUnused(place, kept);
    }

    private void deleteAll() {
        if (copy != null) {
            former.add(copy);
            copy = null;
        }
        deleteFormer();
        removeUnused();
    }
}
