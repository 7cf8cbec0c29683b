package io.baton.master.program;

import io.baton.master.home.CommandLines;
import io.baton.master.home.Home;
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
import org.jspecify.annotations.Nullable;

/**
 * What workers read an application's classes from: private copies of its jars. A JVM loads classes as they are needed, those of
 * a rare request perhaps after weeks, and in a jar that was written over meanwhile (cp(1), rsync --inplace) it finds another
 * version's bytes where its directory says that they are. Workers that start after the change get a new copy; a copy goes
 * with the last process that was started from it. Owned by the thread that starts processes, which may wait for files.
 */
final class JarCopies {

    private static final Logger LOG = System.getLogger(JarCopies.class.getName());

    /** A disk that is nearly full has other uses for the rest. */
    private static final long LEFT_FREE = 16 << 20;

    private static final long END_LIMIT_SECONDS = 5;

    private final Path place;
    private final Path application;
    private final Executor startingThread;

    /** Of other contents; there may be processes that use them. */
    private final List<JarCopy> former = new ArrayList<>();

    /** The last that was made. */
    private @Nullable JarCopy copy;

    /** What the last workers got as it is, because it could not be copied; null if they got the copy. */
    private @Nullable ApplicationFiles uncopied;

    /** The copy at the last look; null before the first. */
    private @Nullable JarCopy announced;

    /** The jar at the last look. */
    private @Nullable FileIdentity seen;

    /** The last warning, which is not repeated at every start. */
    private String warning = "";

    /**
     * Copies in this directory, none as yet.
     *
     * @param place created if it does not exist
     * @param startingThread runs tasks on the thread that owns this
     */
    JarCopies(Path place, Path application, Executor startingThread) {
        this.place = place;
        this.application = application;
        this.startingThread = startingThread;
    }

    /**
     * The jars for a worker that starts now.
     *
     * @throws IOException if the application is not whole, and never was since this master started
     */
    List<Path> classPath() throws IOException {
        JarCopy last = copy;
        if (last != null && uncopied == null && last.isUpToDate()) {
            return last.classPath();
        }
        if (uncopied != null) {
            warnOfOverwriting(uncopied);
        }
        try {
            ApplicationFiles files = ApplicationFiles.of(application);
            return copied(files) ? copy().classPath() : List.of(application);
        } catch (ApplicationFiles.NotWholeException e) {
            if (last == null) {
                throw e;
            }
            warn(e.getMessage() + "; workers start from the last copy that is whole, until there is a better jar");
            return last.classPath();
        }
    }

    /**
     * Looks whether there is something new for workers, and copies it if it has stayed the same since the last look: nobody
     * writes to it any more then. Any thread may call.
     *
     * @param changed called on the starting thread if there is another copy than at the last look
     */
    void lookForChange(Runnable changed) {
        startingThread.execute(() -> {
            FileIdentity now = FileIdentity.of(application);
            boolean settled = now != null && now.equals(seen);
            seen = now;
            if (copy != null && settled && !copy.isUpToDate()) {
                copyNow();
            }
            if (announced != null && announced != copy) {
                changed.run();
            }
            announced = copy;
        });
    }

    /** A process has ended: copies that none uses any more go. Any thread may call. */
    void processEnded() {
        startingThread.execute(this::deleteFormer);
    }

    /** All processes have ended: all copies go, those of killed masters too, but not what others use. Any other thread may call, and waits for it. */
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
            classPath();
        } catch (IOException e) {
            // It is not whole, and there is no copy either: the next start says so.
        }
    }

    private boolean copied(ApplicationFiles files) throws ApplicationFiles.NotWholeException {
        try {
            Home.require(place);
            if (copy == null) {
                StaleVersions.removeUnused(place);
            }
            requireRoom(files.bytes());
            JarCopy fresh = JarCopy.of(files, place);
            if (copy != null) {
                LOG.log(Level.INFO, "{0} has changed: workers that start from now on run the new one", application);
                former.add(copy);
            }
            copy = fresh;
            uncopied = null;
            warning = "";
            deleteFormer();
            return true;
        } catch (ApplicationFiles.NotWholeException e) {
            throw e;
        } catch (IOException e) {
            warn(application + " is not copied, and workers read it itself: replace it with mv, not with cp, which"
                    + " would make them fail (" + e.getMessage() + ")");
            uncopied = files;
            return false;
        }
    }

    private JarCopy copy() {
        return Objects.requireNonNull(copy);
    }

    private void requireRoom(long bytes) throws IOException {
        long free = place.toFile().getUsableSpace();
        if (free < bytes + LEFT_FREE) {
            throw new IOException("no space left in " + place + ": " + (free >> 20) + " MB, expected: "
                    + ((bytes + LEFT_FREE) >> 20));
        }
    }

    private void warnOfOverwriting(ApplicationFiles given) {
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
                StaleVersions.deleteIfUnused(unused.directory());
            }
            return free;
        });
    }

    private void deleteAll() {
        if (copy != null) {
            former.add(copy);
            copy = null;
        }
        deleteFormer();
        StaleVersions.removeUnused(place);
    }
}
