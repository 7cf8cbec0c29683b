package io.baton.master.totals;

import io.baton.master.carried.CarriedRow;
import io.baton.master.texts.ApplicationTexts;
import io.baton.protocol.Figures;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What one worker process has counted and used, as its master knows it. Conductor thread only. */
public final class ProcessTotals {

    /** How many figures there are. */
    static final int LENGTH = Figures.LENGTH;

    private final ApplicationTotals application;
    private final int pid;
    private final LongSupplier requests;
    private final Usage usage;
    private final @Nullable Row row;
    private final long[] figures = new long[LENGTH];

    /**
     * Of a process that lives.
     *
     * @param requests that it has answered, as it said last; negative if it never said
     * @param row where it counts; null if it does not
     */
    ProcessTotals(ApplicationTotals application, int pid, LongSupplier requests, @Nullable Row row) {
        this.application = application;
        this.pid = pid;
        this.requests = requests;
        this.row = row;
        this.usage = new Usage(pid);
        // A former image of the master has told what it used. If it dies before it is looked at, that time must not be
        // lost.
        usage.look();
    }

    /** The process. */
    public int pid() {
        return pid;
    }

    /** What it has counted until now; a figure that grows has never been larger before. Not to be changed. */
    public long[] figures() {
        // A worker counts an answer in its class before it says how many there were.
        long said = requests.getAsLong();
        if (row != null && row.isOpen()) {
            row.copyTo(figures);
        }
        figures[Figures.UNCLASSED] = Math.max(figures[Figures.UNCLASSED], said - classed());
        return figures;
    }

    private long classed() {
        long sum = 0;
        for (int one = 1; one <= Figures.CLASSES; one++) {
            for (int bucket = 0; bucket < Figures.buckets(); bucket++) {
                sum += figures[Figures.block(one) + bucket];
            }
        }
        return sum;
    }

    /** What it has counted is not looked at any more. */
    void forgetRow() {
        if (row != null) {
            row.close();
        }
    }

    void addRowTo(List<CarriedRow> rows) {
        if (row != null) {
            rows.add(new CarriedRow(pid, row.descriptor()));
        }
    }

    /** Whether it says how many requests it has answered. */
    public boolean counts() {
        return requests.getAsLong() >= 0;
    }

    /** Whether it said more than that when its figures were read last. */
    boolean isMeasured() {
        return figures[Figures.MADE] != 0;
    }

    /** It is about to be told to leave. The parameters are those of {@link ApplicationTexts#leaves}. */
    public void leaves(long limitMs, Runnable then) {
        application.texts().leaves(pid, limitMs, then);
    }

    /** It has ended in this slot, and says nothing any more. */
    public void end(int slot) {
        application.end(this, slot);
    }

    /** Looks at what it uses. */
    public Usage look() {
        usage.look();
        return usage;
    }

    /** The processor time that it had used when it was looked at last. */
    long cpuMs() {
        return usage.cpuMs();
    }

    long gcMs() {
        return figures[Figures.GC_MS];
    }

    /** Adds all that it has counted. */
    void addTo(long[] sums) {
        long[] counted = figures();
        for (int i = Figures.FIRST_COUNTER; i < LENGTH; i++) {
            sums[i] += counted[i];
        }
    }
}
