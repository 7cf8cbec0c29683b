package io.baton.master.output;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the lines that a file did not take, for a note in the file itself, and tells the log of the master: once that lines
 * are lost, and once that they are not any more. Thread of the files only.
 */
final class LostLines {

    private static final Logger LOG = System.getLogger(LostLines.class.getName());

    /** A disk that is nearly full takes a line now and then. That is one failure, and one warning. */
    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Path path;
    private final LongSupplier nanoTime;

    /** Of which the file does not tell yet. */
    private long lost;

    /** Of which the file tells, and the log not yet. */
    private long told;

    private @Nullable String reason;
    private boolean warned;
    private long lastFailureNanos;

    LostLines(Path path, LongSupplier nanoTime) {
        this.path = path;
        this.nanoTime = nanoTime;
    }

    /** The file cannot be written, for this reason. */
    void fail(String why) {
        if (!warned) {
            LOG.log(Level.WARNING, "{0}: {1}; lines are lost until it can be written", path, why);
        }
        warned = true;
        lastFailureNanos = nanoTime.getAsLong();
        reason = why;
    }

    /** These lines are lost. */
    void add(long lines) {
        lost += lines;
    }

    /** These lines are lost; if the file can be written, they were too many at once. */
    void addTooFast(long lines) {
        if (lost == 0) {
            reason = "they came faster than they could be written";
        }
        lost += lines;
    }

    /** Whether lines were lost, and the file or the log does not say so yet. */
    boolean areUntold() {
        return lost > 0 || told > 0;
    }

    /** What the file has to tell; null if nothing. */
    @Nullable
    String note() {
        return lost == 0 ? null : lost + (lost == 1 ? " line was" : " lines were") + " lost here: " + reason;
    }

    /** The note is in the file. */
    void noted() {
        told += lost;
        lost = 0;
    }

    /** The file can be written now. Tells the log, if that has been so for a while. */
    void recover() {
        if (lost == 0 && told > 0 && nanoTime.getAsLong() - lastFailureNanos >= CALM_NANOS) {
            LOG.log(Level.WARNING, "{0} is written again; {1} lines were lost", path, told);
            told = 0;
            warned = false;
        }
    }
}
