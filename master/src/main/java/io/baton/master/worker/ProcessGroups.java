package io.baton.master.worker;

import io.baton.master.conductor.Clock;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Processes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Ends what workers leave behind: each leads a process group, in which its children are too unless they left it
 * (setsid(2)). The group of a dead worker gets SIGTERM, and SIGKILL when that does not help. Conductor thread only.
 */
public final class ProcessGroups {

    private static final Logger LOG = System.getLogger(ProcessGroups.class.getName());
    private static final long LOOK_MS = 50;
    private static final long NANOS_PER_MS = 1_000_000;
    private static final int NO_SIGNAL = 0;

    private final Clock clock;
    private final long graceMs;
    private final IntBinaryOperator kill;
    private final Map<Integer, Long> killAtNanos = new HashMap<>();

    private @Nullable Runnable whenEmpty;

    /**
     * None yet.
     *
     * @param graceMs from SIGTERM to SIGKILL
     */
    public ProcessGroups(Clock clock, long graceMs) {
        this(clock, graceMs, Processes::kill);
    }

    public ProcessGroups(Clock clock, long graceMs, IntBinaryOperator kill) {
        this.clock = clock;
        this.graceMs = graceMs;
        this.kill = kill;
    }

    /** Ends the group that a process led, which is dead and reaped. */
    public void end(int leader) {
        if (!signal(leader, Processes.SIGTERM)) {
            return;
        }
        LOG.log(Level.INFO, "children of pid {0} outlived it: SIGTERM", String.valueOf(leader));
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
                LOG.log(Level.WARNING, "children of pid {0} ignored SIGTERM: SIGKILL", String.valueOf(leader));
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
     * Returns whether the group has members. The kernel gives its number to no other process as long as it has; a process of
     * this number is a stranger then, and its group not ours.
     */
    private boolean signal(int leader, int signal) {
        return kill.applyAsInt(leader, NO_SIGNAL) == -Errno.ESRCH && kill.applyAsInt(-leader, signal) >= 0;
    }
}
