package io.baton.master.history;

import io.baton.master.conductor.Clock;
import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.MasterSnapshot;
import io.baton.master.totals.Totals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The last 15 minutes of each application: a point every five seconds, in rings that do not grow. It begins empty, also in a new
 * image of the master. The conductor writes; any thread may ask by {@link #since}.
 */
public final class History {

    /** From one point to the next. */
    static final long STEP_MS = 5_000;

    /** How many points are kept. */
    static final int POINTS = 180;

    private final Clock clock;
    private final LongSupplier nowMs;
    private final Supplier<MasterSnapshot> snapshots;
    private final Totals totals;
    private final long[] times = new long[POINTS];
    private final Map<String, Track> tracks = new LinkedHashMap<>();
    private final LastHour failures = new LastHour();

    private long begunMs;
    private long lastMs;
    private long looks;

    /**
     * A history without points.
     *
     * @param nowMs the age of the master
     * @param snapshots tells the state of everything; called on the conductor
     */
    public History(Clock clock, LongSupplier nowMs, Supplier<MasterSnapshot> snapshots, Totals totals) {
        this.clock = clock;
        this.nowMs = nowMs;
        this.snapshots = snapshots;
        this.totals = totals;
    }

    /** Begins to write, before anything was counted. On the conductor. */
    public void begin() {
        begunMs = nowMs.getAsLong();
        lastMs = begunMs;
        clock.after(STEP_MS, this::step);
    }

    /** Begins to write after a former image of this master has counted. On the conductor. */
    public void goOn() {
        begin();
        for (GroupSnapshot group : snapshots.get().groups()) {
            track(group.name()).forget(totals.of(group.name()));
        }
    }

    private Track track(String app) {
        return tracks.computeIfAbsent(app, unused -> new Track(POINTS));
    }

    private void step() {
        clock.after(STEP_MS, this::step);
        long now = nowMs.getAsLong();
        int place = (int) (looks % POINTS);
        List<GroupSnapshot> groups = snapshots.get().groups();
        tracks.keySet().retainAll(groups.stream().map(GroupSnapshot::name).toList());
        long failed = 0;
        for (GroupSnapshot group : groups) {
            failed += track(group.name()).add(place, now - lastMs, group, totals.of(group.name()));
        }
        failures.add(now, failed);
        times[place] = now;
        lastMs = now;
        looks++;
    }

    /**
     * Asks for the newest points.
     *
     * @param afterMs the age of the master at the last point that the asker has; negative if it has none
     * @param asker runs the answer
     */
    public void since(long afterMs, Executor asker, Consumer<Recent> answer) {
        clock.post(() -> {
            Recent recent = recent(afterMs);
            asker.execute(() -> answer.accept(recent));
        });
    }

    /** The points after this age of the master. On the conductor. */
    Recent recent(long afterMs) {
        List<Integer> places = new ArrayList<>();
        List<Long> at = new ArrayList<>();
        for (long look = Math.max(0, looks - POINTS); look < looks; look++) {
            int place = (int) (look % POINTS);
            if (times[place] > afterMs) {
                places.add(place);
                at.add(times[place]);
            }
        }
        List<Recent.App> apps = new ArrayList<>();
        tracks.forEach((name, track) -> apps.add(track.recent(name, places)));
        long now = nowMs.getAsLong();
        return new Recent(afterMs, STEP_MS, failures.sum(now), Math.min(now - begunMs, LastHour.MS), at, apps);
    }
}
