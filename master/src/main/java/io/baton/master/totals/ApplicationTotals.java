package io.baton.master.totals;

import io.baton.master.carried.CarriedCount;
import io.baton.master.carried.CarriedListenerTotals;
import io.baton.master.carried.CarriedRow;
import io.baton.master.carried.CarriedSlotTotals;
import io.baton.master.carried.CarriedTotals;
import io.baton.master.texts.ApplicationTexts;
import io.baton.protocol.Figures;
import io.baton.protocol.posix.Fd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What was counted for one application. It outlives the workers, listeners and starts of the application, and the image of the
 * master, so no count ever falls. Conductor thread only.
 */
public final class ApplicationTotals {

    /** A program may open a free port again and again. Each one more counts as one listener. */
    private static final int MOST_LISTENERS = 32;

    /** Texts of workers with their own metrics that could not be used; a name for {@link #count}. */
    public static final String FAILED_TEXTS = "metrics.failures";

    private static final String OTHERS = "other";

    private final String app;
    private final Totals all;
    private final ApplicationTexts texts;
    private final Map<Integer, Row> unread = new HashMap<>();
    private final Durations handoffs = new Durations(Buckets.handoffNanos());
    private final Durations starts = new Durations(Buckets.startNanos());
    private final Durations reloads = new Durations(Buckets.reloadNanos());
    private final Map<String, ListenerTotals> listeners = new TreeMap<>();
    private final Map<Integer, SlotTotals> slots = new TreeMap<>();
    private final Map<String, long[]> counts = new TreeMap<>();
    private final Set<ProcessTotals> living = new LinkedHashSet<>();
    private final long[] gone = new long[ProcessTotals.LENGTH];

    /**
     * @param app its name
     * @param all of the master
     */
    ApplicationTotals(String app, Totals all) {
        this.app = app;
        this.all = all;
        this.texts = all.texts().of(app, () -> count(FAILED_TEXTS));
    }

    /** Those of the listener at this address. */
    public ListenerTotals listener(String address) {
        String known = listeners.containsKey(address) || listeners.size() < MOST_LISTENERS ? address : OTHERS;
        return listeners.computeIfAbsent(known, unused -> new ListenerTotals(handoffs));
    }

    /** What its workers count by themselves. */
    public ApplicationTexts texts() {
        return texts;
    }

    /** Whether workers are to count their answers. Any thread may call. */
    public boolean areShown() {
        return all.areShown();
    }

    /**
     * Where a process counts that begins next.
     *
     * @param file with its {@link io.baton.protocol.Figures}, owned from here on
     */
    public void countsIn(int pid, Fd file) {
        Row former = unread.put(pid, new Row(file));
        if (former != null) {
            former.close();
        }
    }

    /**
     * A worker process begins.
     *
     * @param requests that it has answered, as it said last; negative if it never said
     */
    public ProcessTotals begin(int pid, LongSupplier requests) {
        ProcessTotals process = new ProcessTotals(this, pid, requests, unread.remove(pid));
        living.add(process);
        return process;
    }

    /** A worker process of this slot has ended, and says nothing any more. */
    void end(ProcessTotals process, int slot) {
        if (living.remove(process)) {
            process.addTo(gone);
            slot(slot).add(process);
            process.forgetRow();
            texts.end(process.pid());
        }
    }

    /** The processes that have not ended. */
    public Set<ProcessTotals> living() {
        return living;
    }

    /** Adds all that its workers have counted that only grows, the dead ones too. */
    public void addFiguresTo(long[] sums) {
        for (int i = Figures.FIRST_COUNTER; i < gone.length; i++) {
            sums[i] += gone[i];
        }
        living.forEach(process -> process.addTo(sums));
    }

    /** Whether a worker says how many requests it has answered. */
    public boolean counts() {
        return living.stream().anyMatch(ProcessTotals::counts);
    }

    /** Whether a worker says more than that. */
    public boolean areMeasured() {
        return living.stream().anyMatch(ProcessTotals::isMeasured);
    }

    /** Connections that workers have taken from the master. */
    public long taken() {
        return listeners.values().stream().mapToLong(ListenerTotals::taken).sum();
    }

    /** Connections that ended because no worker took them. */
    public long unserved() {
        return listeners.values().stream().mapToLong(ListenerTotals::unserved).sum();
    }

    /** This has happened once more, as {@code exits.crash}. */
    public void count(String what) {
        counts.computeIfAbsent(what, unused -> new long[1])[0]++;
    }

    /** How long workers took to be ready. */
    public Durations starts() {
        return starts;
    }

    /** How long reloads took that succeeded. */
    public Durations reloads() {
        return reloads;
    }

    private SlotTotals slot(int number) {
        return slots.computeIfAbsent(number, unused -> new SlotTotals());
    }

    /** Goes on where the former image of this master was. */
    void goOn(CarriedTotals carried) {
        for (int i = 0; i < Math.min(gone.length, carried.gone().size()); i++) {
            gone[i] += carried.gone().get(i);
        }
        carried.rows().forEach(one -> countsIn(one.pid(), Fd.own(one.descriptor())));
        handoffs.goOn(carried.handoffs());
        starts.goOn(carried.starts());
        reloads.goOn(carried.reloads());
        carried.listeners().forEach(one -> listener(one.address()).goOn(one));
        carried.slots().forEach(one -> slot(one.slot()).goOn(one));
        carried.counts().forEach(one -> counts.computeIfAbsent(one.what(), unused -> new long[1])[0] += one.count());
    }

    /** All of it now, without what the living processes have counted. */
    public CarriedTotals carried() {
        List<Long> ofGone = new ArrayList<>();
        for (long figure : gone) {
            ofGone.add(figure);
        }
        List<CarriedListenerTotals> ofListeners = new ArrayList<>();
        listeners.forEach((address, one) -> ofListeners.add(one.carried(address)));
        List<CarriedSlotTotals> ofSlots = new ArrayList<>();
        slots.forEach((number, one) -> ofSlots.add(one.carried(number)));
        List<CarriedRow> rows = new ArrayList<>();
        living.forEach(process -> process.addRowTo(rows));
        List<CarriedCount> ofCounts = new ArrayList<>();
        counts.forEach((what, count) -> ofCounts.add(new CarriedCount(what, count[0])));
        return new CarriedTotals(
                app,
                ofGone,
                handoffs.carried(),
                starts.carried(),
                reloads.carried(),
                ofListeners,
                ofSlots,
                rows,
                ofCounts);
    }
}
