package io.baton.master.output;

import io.baton.master.config.LogLimits;
import io.baton.master.home.Home;
import io.baton.protocol.log.LogLine;
import io.baton.protocol.posix.AppendFile;
import io.baton.protocol.posix.PosixException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * All log files of a master. One thread writes them, {@code baton-logs}: a disk that is slow or hangs delays the files, and
 * no worker, no terminal, and not the conductor. The public methods are thread-safe and wait for no disk, unless they say so.
 */
public final class LogFiles {

    private static final Logger LOG = System.getLogger(LogFiles.class.getName());
    private static final String MASTER_LOG = "master.log";
    private static final int BUFFER_SIZE = 64 * 1024;
    private static final long RETRY_MS = 1_000;

    private final @Nullable Path directory;
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final Thread thread = new Thread(this::runTasks, "baton-logs");

    // Output thread only.
    private final Map<Path, Shared> open = new HashMap<>();
    private final Map<String, LogTotal> totals = new HashMap<>();

    // Thread of the files only.
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);
    private final List<RotatedFile> files = new ArrayList<>();

    private static final class Shared {
        final LogFile file;
        final LogTotal total;
        int users;

        Shared(LogFile file, LogTotal total) {
            this.file = file;
            this.total = total;
        }
    }

    private LogFiles(@Nullable Path directory) {
        this.directory = directory;
        thread.setDaemon(true);
    }

    /** For a master in the foreground, whose workers print on its own output unless the operator named a file. */
    public static LogFiles ofForeground() {
        return new LogFiles(null);
    }

    /**
     * For a daemon, whose workers print into files.
     *
     * @param directory of the files that the operator did not name; made when the first one is opened
     */
    public static LogFiles ofDaemon(Path directory) {
        return new LogFiles(directory);
    }

    /** Where the workers' files are; null if they print on the master's own output. */
    public @Nullable Path directory() {
        return directory;
    }

    /**
     * The daemon's own log, {@code master.log}. The descriptors 1 and 2 of this process lead there, so that what the JVM itself
     * prints goes there too. The limits are those of the workers' files.
     *
     * @throws IOException if it cannot be opened now
     */
    Sink masterLog() throws IOException {
        if (directory == null) {
            throw new IllegalStateException("a master in the foreground has no log file");
        }
        Home.require(directory);
        Path path = directory.resolve(MASTER_LOG);
        RotatedFile file = new RotatedFile(
                path,
                LogLimits.DEFAULT,
                new LogTotal(List::of, 0),
                LineStyle.timed("", LogLine::wallClockMs),
                LogFiles::becomeStandardStreams,
                System::nanoTime,
                buffer);
        try (AppendFile probe = AppendFile.open(path.toString())) {
            becomeStandardStreams(probe);
        }
        execute(() -> {
            file.open();
            files.add(file);
        });
        return new LogFile(file, this::execute);
    }

    /** Opens all files anew. Another program has renamed them. */
    public void reopen() {
        execute(() -> files.forEach(RotatedFile::reopen));
    }

    /**
     * Removes the lines of an application from its files, and its renamed files.
     *
     * @param names of its files
     * @return done with the number of files; fails with an {@link IOException}
     */
    public CompletionStage<Integer> empty(LogNames names) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        execute(() -> {
            try {
                done.complete(emptyNow(names));
            } catch (IOException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    /** Empties the daemon's own log. */
    public void emptyMasterLog() {
        execute(() -> {
            for (RotatedFile file : files) {
                if (directory != null && file.path().equals(directory.resolve(MASTER_LOG))) {
                    try {
                        file.empty();
                    } catch (IOException e) {
                        LOG.log(Level.WARNING, "{0} cannot be emptied: {1}", file.path(), e.getMessage());
                    }
                }
            }
        });
    }

    /** Runs this when everything that was printed before is written or lost. */
    void whenWritten(Runnable action) {
        if (started.get()) {
            execute(action);
        } else {
            action.run();
        }
    }

    /** Waits until everything that was printed before is written or lost, at most this long. */
    void finish(long ms) throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        whenWritten(written::countDown);
        boolean unused = written.await(ms, TimeUnit.MILLISECONDS);
    }

    /** Opens a file, or shares it with another worker that prints there. On the output thread. */
    LogFile open(Path path, String app, LogNames names, LogLimits limits, LineStyle notes) {
        Shared shared = open.get(path);
        if (shared == null) {
            LogTotal total = totals.computeIfAbsent(app, name -> new LogTotal(names::existing, limits.maxTotalBytes()));
            RotatedFile file = new RotatedFile(path, limits, total, notes, opened -> {}, System::nanoTime, buffer);
            shared = new Shared(new LogFile(file, this::execute), total);
            open.put(path, shared);
            execute(() -> {
                total.opened(path);
                file.open();
                files.add(file);
            });
        }
        shared.users++;
        return shared.file;
    }

    /** A worker prints into this file no more. On the output thread. */
    void release(LogFile file) {
        Path path = file.file().path();
        Shared shared = open.get(path);
        if (shared != null && --shared.users == 0) {
            open.remove(path);
            if (open.values().stream().noneMatch(other -> other.total == shared.total)) {
                totals.values().remove(shared.total);
            }
            execute(() -> {
                files.remove(file.file());
                file.file().close();
                shared.total.closed(path);
            });
        }
    }

    private int emptyNow(LogNames names) throws IOException {
        int emptied = 0;
        List<Path> all = names.existing();
        for (RotatedFile file : files) {
            if (all.contains(file.path())) {
                file.empty();
                emptied++;
            }
        }
        for (Path path : all) {
            if (LogNames.isRenamed(path)) {
                Files.deleteIfExists(path);
            } else if (files.stream().noneMatch(file -> file.path().equals(path))) {
                try (AppendFile file = AppendFile.open(path.toString())) {
                    file.empty();
                }
                emptied++;
            }
        }
        return emptied;
    }

    private static void becomeStandardStreams(AppendFile file) throws PosixException {
        file.becomes(1);
        file.becomes(2);
    }

    private void execute(Runnable task) {
        tasks.add(task);
        if (!started.get() && started.compareAndSet(false, true)) {
            thread.start();
        }
    }

    private void runTasks() {
        try {
            while (true) {
                Runnable task = someHaveLost() ? tasks.poll(RETRY_MS, TimeUnit.MILLISECONDS) : tasks.take();
                if (task == null) {
                    files.forEach(RotatedFile::retry);
                } else {
                    run(task);
                }
            }
        } catch (InterruptedException e) {
            // No code interrupts this thread.
        }
    }

    private boolean someHaveLost() {
        for (RotatedFile file : files) {
            if (file.hasLost()) {
                return true;
            }
        }
        return false;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "cannot write what a worker printed", e);
        }
    }
}
