package io.baton.master.control;

import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.MasterSnapshot;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.WorkerSnapshot;
import io.baton.protocol.log.LogLine;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures what workers use, whenever the state of everything is asked for: processor time and requests since the time before,
 * memory and threads now. One thread at a time.
 */
public final class Usage {

    /** Looks that follow each other faster show what the last one did: a moment is too short to be measured. */
    private static final long SHORTEST_NANOS = 200_000_000;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MS_PER_SECOND = 1e3;

    /** Of what {@code /proc} counts time in (proc(5)): USER_HZ, which is 100 on every architecture of Linux. */
    private static final int TICKS_PER_SECOND = 100;

    /** Fields of stat after the name, which may hold anything, as blanks. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;
    private static final int THREADS = 17;
    private static final int START_TIME = 19;
    private static final int RESIDENT_PAGES = 21;

    private final Path proc;
    private final long pageSize;
    private final LongSupplier nanoTime;
    private final Map<Integer, Look> looks = new HashMap<>();

    /** What was seen of a process, and what followed from the look before. */
    private record Look(
            String startTime, long atNanos, long ticks, long requests, double cpuPercent, double requestsPerSecond) {}

    /** Of this machine. */
    public Usage() {
        this(Path.of("/proc"), Processes.pageSize(), System::nanoTime);
    }

    /**
     * Of a machine that a test makes up.
     *
     * @param proc where the kernel tells of its processes
     */
    Usage(Path proc, long pageSize, LongSupplier nanoTime) {
        this.proc = proc;
        this.pageSize = pageSize;
        this.nanoTime = nanoTime;
    }

    /** The same state, with what its workers use. */
    public MasterSnapshot measure(MasterSnapshot snapshot) {
        Set<Integer> seen = new HashSet<>();
        List<GroupSnapshot> groups = snapshot.groups().stream()
                .map(group -> group.with(
                        slots(group.slots(), seen), slots(group.spares(), seen), slots(group.leaving(), seen)))
                .toList();
        looks.keySet().retainAll(seen);
        return snapshot.with(groups).startedAt(LogLine.wallClockMs() - snapshot.ageMs());
    }

    private List<SlotSnapshot> slots(List<SlotSnapshot> slots, Set<Integer> seen) {
        return slots.stream()
                .map(slot -> slot.with(
                        measured(slot.worker(), seen),
                        measured(slot.successor(), seen),
                        slot.leaving().stream().map(old -> measure(old, seen)).toList()))
                .toList();
    }

    private @Nullable WorkerSnapshot measured(@Nullable WorkerSnapshot worker, Set<Integer> seen) {
        return worker == null ? null : measure(worker, seen);
    }

    private WorkerSnapshot measure(WorkerSnapshot worker, Set<Integer> seen) {
        seen.add(worker.pid());
        long startedAtMs = LogLine.wallClockMs() - worker.ageMs();
        try {
            String stat =
                    Files.readString(proc.resolve(String.valueOf(worker.pid())).resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ", -1);
            long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
            Look look = look(worker, fields[START_TIME], ticks);
            return worker.using(
                    startedAtMs,
                    look.cpuPercent(),
                    Long.parseLong(fields[RESIDENT_PAGES]) * pageSize,
                    Integer.parseInt(fields[THREADS]),
                    look.requestsPerSecond());
        } catch (IOException | RuntimeException e) {
            // It has just ended.
            return worker.using(startedAtMs, 0, 0, 0, 0);
        }
    }

    private Look look(WorkerSnapshot worker, String startTime, long ticks) {
        long now = nanoTime.getAsLong();
        Look before = looks.get(worker.pid());
        if (before != null && !before.startTime().equals(startTime)) {
            before = null;
        }
        if (before != null && now - before.atNanos() < SHORTEST_NANOS) {
            return before;
        }
        double seconds = before == null ? worker.ageMs() / MS_PER_SECOND : (now - before.atNanos()) / NANOS_PER_SECOND;
        long usedTicks = before == null ? ticks : ticks - before.ticks();
        long answered = before == null ? worker.requests() : worker.requests() - before.requests();
        Look look = new Look(
                startTime,
                now,
                ticks,
                worker.requests(),
                perSecond(100.0 * usedTicks / TICKS_PER_SECOND, seconds),
                perSecond((double) answered, seconds));
        looks.put(worker.pid(), look);
        return look;
    }

    /** With one decimal. */
    private static double perSecond(double amount, double seconds) {
        return seconds <= 0 ? 0 : Math.round(Math.max(0, amount / seconds) * 10) / 10.0;
    }
}
