package io.baton.master.output;

import io.baton.master.config.LogLimits;
import io.baton.master.home.Home;
import io.baton.protocol.log.LogLine;
import io.baton.protocol.posix.AppendFile;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.PosixException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One log file. A full one is renamed, and the next line begins another of the same name; no line is lost or stands in two
 * files. A file that was deleted is made again. While it cannot be written, because the disk is full, say, lines are lost and
 * counted, and the first line afterwards tells their number. Thread of the files only.
 */
final class RotatedFile {

    private static final Logger LOG = System.getLogger(RotatedFile.class.getName());
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RENAME_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long NANOS_PER_MS = 1_000_000;

    private final Path path;
    private final LogLimits limits;
    private final LogTotal total;
    private final LineStyle notes;
    private final Opened opened;
    private final LongSupplier nanoTime;
    private final ByteBuffer buffer;
    private final LostLines lost;

    private @Nullable AppendFile file;
    private boolean regular;
    private long size;
    private long begunNanos;

    private long retryNanos;
    private long renameNanos;

    /** Hears of each new descriptor of the file. */
    interface Opened {

        /** The file is open. */
        void opened(AppendFile file) throws PosixException;
    }

    /**
     * A file that is not open yet.
     *
     * @param total of the application
     * @param notes the style of the file's own lines
     * @param buffer shared by all files of the thread
     */
    RotatedFile(
            Path path,
            LogLimits limits,
            LogTotal total,
            LineStyle notes,
            Opened opened,
            LongSupplier nanoTime,
            ByteBuffer buffer) {
        this.path = path;
        this.limits = limits;
        this.total = total;
        this.notes = notes;
        this.opened = opened;
        this.nanoTime = nanoTime;
        this.buffer = buffer;
        this.lost = new LostLines(path, nanoTime);
        this.retryNanos = nanoTime.getAsLong();
        this.renameNanos = retryNanos;
    }

    Path path() {
        return path;
    }

    /** Opens the file, unless it is open. */
    void open() {
        if (file == null) {
            tryOpen();
        }
    }

    /** Opens the file of this name anew. Another program has renamed the one that is open, which takes lines until then. */
    void reopen() {
        retryNanos = nanoTime.getAsLong();
        renameNanos = retryNanos;
        tryOpen();
    }

    /** Writes lines, or counts them as lost. */
    void write(PrefixedLines lines) {
        if (!isUsable() || !noteLost()) {
            lost.add(lines.countFrom(0));
            return;
        }
        int taken = 0;
        while (taken < lines.length()) {
            int end = lines.fitting(taken, roomFor(lines.lineLength(taken)));
            if (!writeBoth(lines.upTo(end), taken)) {
                lost.add(lines.countFrom(taken));
                return;
            }
            taken = end;
        }
        lost.recover();
    }

    /** These lines came too fast to be written. */
    void lose(long lines) {
        lost.addTooFast(lines);
    }

    /** Whether lines were lost, and the file or the log does not say so yet. */
    boolean hasLost() {
        return lost.areUntold();
    }

    /** Tells of lost lines, if the file can be written again. */
    void retry() {
        if (lost.areUntold() && isUsable() && noteLost()) {
            lost.recover();
        }
    }

    /** Removes all lines. */
    void empty() throws IOException {
        for (Path old : RenamedFiles.of(path)) {
            Files.deleteIfExists(old);
        }
        AppendFile current = file;
        if (current != null && regular) {
            current.empty();
            size = 0;
        }
    }

    void close() {
        AppendFile current = file;
        file = null;
        if (current != null) {
            current.close();
        }
    }

    private boolean isUsable() {
        return file != null || (nanoTime.getAsLong() - retryNanos >= 0 && tryOpen());
    }

    private boolean tryOpen() {
        try {
            Path directory = path.getParent();
            if (directory != null && !Files.isDirectory(directory)) {
                Files.createDirectories(directory, Home.PRIVATE);
            }
            AppendFile next = AppendFile.open(path.toString());
            close();
            file = next;
            regular = next.isRegular();
            size = next.size();
            begunNanos = nanoTime.getAsLong() - (size > 0 ? ageMs() * NANOS_PER_MS : 0);
            opened.opened(next);
            return true;
        } catch (IOException e) {
            if (file != null) {
                LOG.log(Level.WARNING, "{0} cannot be reopened, and is written on: {1}", path, e.getMessage());
                return true;
            }
            fail(String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** The age of a file that an earlier master began. */
    private long ageMs() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return Math.max(0, LogLine.wallClockMs() - attributes.creationTime().toMillis());
    }

    /** The room in the file for whole lines. The first line is this long. */
    private long roomFor(int firstLine) {
        long limit = total.limitOfOne(limits.maxBytes());
        boolean mayRename = regular && nanoTime.getAsLong() - renameNanos >= 0;
        if (mayRename && size > 0) {
            if (size + firstLine > limit) {
                // Another program may have emptied the file.
                size = file == null ? 0 : file.size();
            }
            boolean old = limits.maxAgeMs() > 0 && nanoTime.getAsLong() - begunNanos > limits.maxAgeMs() * NANOS_PER_MS;
            if (size > 0 && (size + firstLine > limit || old)) {
                rotate();
            }
        }
        return mayRename ? limit - size : Long.MAX_VALUE;
    }

    private void rotate() {
        try {
            RenamedFiles.add(path, limits.maxFiles());
            AppendFile next = AppendFile.open(path.toString());
            close();
            file = next;
            size = 0;
            begunNanos = nanoTime.getAsLong();
            opened.opened(next);
        } catch (IOException e) {
            // The open file takes the lines, whatever its name is.
            renameNanos = nanoTime.getAsLong() + RENAME_AGAIN_NANOS;
            LOG.log(Level.WARNING, "{0} cannot be renamed and grows beyond its limit: {1}", path, e.getMessage());
        }
    }

    /** Writes the lines from this index on, a second time if the file was deleted meanwhile. */
    private boolean writeBoth(PrefixedLines lines, int from) {
        if (!writeOnce(lines, from)) {
            return false;
        }
        if (file == null || file.hasName()) {
            return true;
        }
        close();
        return tryOpen() && writeOnce(lines, from);
    }

    private boolean writeOnce(PrefixedLines lines, int from) {
        int written = 0;
        int taken = from;
        while (taken < lines.length()) {
            buffer.clear();
            taken = lines.fill(buffer, taken);
            buffer.flip();
            total.grows(buffer.remaining());
            while (buffer.hasRemaining()) {
                int count = file == null ? -Errno.EAGAIN : file.write(buffer);
                if (count < 0 && count != -Errno.EINTR) {
                    takeBack(written);
                    close();
                    fail("write: " + Errno.describe(-count));
                    return false;
                }
                written += Math.max(0, count);
            }
        }
        size += written;
        return true;
    }

    private void takeBack(int written) {
        if (file != null && regular) {
            file.takeBack(written);
        }
    }

    private void fail(String reason) {
        lost.fail(reason);
        retryNanos = nanoTime.getAsLong() + RETRY_NANOS;
    }

    /** Returns false if the file cannot be written yet. */
    private boolean noteLost() {
        String note = lost.note();
        if (note == null) {
            return true;
        }
        if (!writeBoth(notes.style(("baton: " + note + "\n").getBytes(StandardCharsets.UTF_8)), 0)) {
            return false;
        }
        lost.noted();
        return true;
    }
}
