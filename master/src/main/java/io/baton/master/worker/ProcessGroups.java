package io.baton.master.worker;

import io.baton.master.conductor.Clock;
import io.baton.master.journal.ApplicationJournal;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Processes;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Ends the children that dead workers leave behind. Each worker leads a process group, in which its children are too unless
 * they left it (setsid(2)). The group of a dead worker gets SIGTERM, and SIGKILL when that does not help. Conductor thread
 * only.
 */
public final class ProcessGroups {

    private static final long LOOK_MS = 50;
    private static final long NANOS_PER_MS = 1_000_000;
    private static final int NO_SIGNAL = 0;

    private final Clock clock;
    private final ApplicationJournal journal;
    private final long graceMs;
    private final IntBinaryOperator kill;
    private final Map<Integer, Long> killAtNanos = new HashMap<>();

    private @Nullable Runnable whenEmpty;

    /**
     * No group is being ended yet.
     *
     * @param journal of the application
     * @param graceMs from SIGTERM to SIGKILL
     */
    public ProcessGroups(Clock clock, ApplicationJournal journal, long graceMs) {
        this(clock, journal, graceMs, Processes::kill);
    }

    /** As the other, with a kill(2) for tests. */
    ProcessGroups(Clock clock, ApplicationJournal journal, long graceMs, IntBinaryOperator kill) {
        this.clock = clock;
        this.journal = journal;
        this.graceMs = graceMs;
        this.kill = kill;
    }

    /** Ends the group of a process that is dead and reaped. */
    public void end(int leader) {
        if (!signal(leader, Processes.SIGTERM)) {
            return;
        }
        journal.leftChildren(leader, false);
        killAtNanos.put(leader, clock.nanoTime() + graceMs * NANOS_PER_MS);
        if (killAtNanos.size() == 1) {
            clock.after(LOOK_MS, this::look);
        }
    }

    /** Calls back once, when no group is being ended any more; at once if none is. */
    public void whenEmpty(Runnable action) {
        if (killAtNanos.isEmpty()) {
            action.run();
        } else {
            whenEmpty = action;
        }
    }

    private void look() {
        long now = clock.nanoTime();
        for (Iterator<Map.Entry<Integer, Long>> all = killAtNanos.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Integer, Long> group = all.next();
            int leader = group.getKey();
            if (!signal(leader, NO_SIGNAL)) {
                all.remove();
            } else if (now - group.getValue() >= 0) {
                journal.leftChildren(leader, true);
                signal(leader, Processes.SIGKILL);
                all.remove();
            }
        }
        if (!killAtNanos.isEmpty()) {
            clock.after(LOOK_MS, this::look);
        } else if (whenEmpty != null) {
            Runnable done = whenEmpty;
            whenEmpty = null;
            done.run();
        }
    }

    /**
     * Returns whether the group has members. As long as it has, the kernel gives its number to no other process. So if there
     * is a process with this number, it is a stranger and leads a group that is not ours.
     */
    private boolean signal(int leader, int signal) {
        return kill.applyAsInt(leader, NO_SIGNAL) == -Errno.ESRCH && kill.applyAsInt(-leader, signal) >= 0;
    }
}
