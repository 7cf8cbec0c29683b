package io.baton.master;

import io.baton.master.config.ConfigException;
import io.baton.master.group.Applications;
import io.baton.master.group.Member;
import io.baton.master.home.StateFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps on the disk which applications there are: {@code run/applications.json} has those of a daemon that runs, so that the
 * next one can restore them if it is killed; {@code state.json} has those that the operator saved. A thread of its own waits for
 * the disk. Conductor thread only.
 */
final class StateKeeper {

    private static final Logger LOG = System.getLogger(StateKeeper.class.getName());
    private static final long LAST_WRITE_MS = 2_000;

    private final StateFile running;
    private final StateFile saved;
    private final Applications applications;
    private final ExecutorService files = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "baton-state");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicReference<@Nullable List<Map<String, Object>>> next = new AtomicReference<>();
    private final List<Declared> unrestored = new ArrayList<>();

    private boolean writes;

    /** Why the last write failed; null if it did not. Written by the thread of the files. */
    private volatile @Nullable String trouble;

    /**
     * For the applications of one master.
     *
     * @param home where the files are
     */
    StateKeeper(Path home, Applications applications) {
        this.running = new StateFile(home.resolve("run").resolve("applications.json"));
        this.saved = new StateFile(home.resolve("state.json"));
        this.applications = applications;
    }

    /** Reads what the last daemon ran, if it was killed. Does not return on the conductor. */
    CompletionStage<StateFile.Found> lastRun() {
        return CompletableFuture.supplyAsync(running::read, files);
    }

    /** Reads what the operator saved. Does not return on the conductor. */
    CompletionStage<StateFile.Found> saved() {
        return CompletableFuture.supplyAsync(saved::read, files);
    }

    /** These could not be restored. They stay in the files until an application has their name. */
    void keep(List<Declared> others) {
        unrestored.addAll(others);
    }

    /** From now on each change is written. */
    void begin() {
        writes = true;
        changed();
    }

    /** Goes on where the former image of this master was: in what it could not restore, and in writing each change. */
    void goOn(boolean begun, List<Map<String, Object>> lost) {
        lost.forEach(entry -> unrestored.add(Declared.lost(entry)));
        if (begun) {
            begin();
        }
    }

    /** Whether each change is written. */
    boolean writes() {
        return writes;
    }

    /** The entries that could not be restored, for the next image of this master. */
    List<Map<String, Object>> unrestored() {
        return unrestored.stream().map(Declared::entry).toList();
    }

    /** Other applications are to run than before, or otherwise. */
    void changed() {
        if (writes && next.getAndSet(entries()) == null) {
            files.execute(this::write);
        }
    }

    /** An operator ends this master: there is nothing to restore. */
    void forget() {
        if (writes) {
            writes = false;
            files.execute(() -> {
                try {
                    running.delete();
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "{0} stays: {1}", running.path(), e.getMessage());
                }
            });
        }
    }

    /** Writes what there is into the file of the operator. Fails with an {@link IOException}. */
    CompletionStage<Path> save() {
        List<Map<String, Object>> entries = entries();
        CompletableFuture<Path> done = new CompletableFuture<>();
        files.execute(() -> {
            try {
                saved.writeWithBackups(entries);
                done.complete(saved.path());
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    /** What the operator should know; null if all is well. Any thread may call. */
    @Nullable
    String trouble() {
        return trouble;
    }

    /** The master ends. On the main thread. */
    void close() {
        files.shutdown();
        try {
            // What is not written by then is lost with the process.
            boolean unused = files.awaitTermination(LAST_WRITE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<Map<String, Object>> entries = next.getAndSet(null);
        if (entries == null) {
            return;
        }
        try {
            running.write(entries);
            trouble = null;
        } catch (IOException e) {
            if (trouble == null) {
                LOG.log(Level.WARNING, "{0} cannot be written: {1}", running.path(), e.getMessage());
            }
            trouble = running.path() + " cannot be written (" + e.getMessage()
                    + "): if this daemon is killed, the next one does not know what ran";
        }
    }

    private List<Map<String, Object>> entries() {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (Member member : applications.all()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("declaration", member.declaration().toJson());
            entry.put("stopped", !member.isWanted());
            entry.put("workers", member.group().config().workers());
            entry.put("stoppedSlots", member.group().slots().stopped());
            entries.add(entry);
        }
        for (Declared lost : unrestored) {
            if (applications.named(lost.name()) == null) {
                entries.add(lost.entry());
            }
        }
        return entries;
    }

    /** Reads an entry, and what follows from it. Waits for the program's file. */
    static Declared read(Map<?, ?> entry) {
        if (!(entry.get("declaration") instanceof Map<?, ?> declaration)) {
            return Declared.refused("", entry, "no declaration");
        }
        Declared declared = Declared.read(declaration, entry);
        try {
            return entry.get("workers") instanceof Integer workers ? declared.withWorkers(workers) : declared;
        } catch (ConfigException e) {
            return declared;
        }
    }
}
