package io.baton.master.spawn;

import io.baton.master.config.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells the kernel which process to kill when memory is short (proc(5), oom_score_adj): a worker, which is replaced, before
 * its master, which is not.
 */
final class OomScore {

    /** The most resident memory that a master has. */
    private static final long MASTER_MB = 128;

    private static final int LEAST_ABOVE = 10;

    private static final int MOST = 1000;
    private static final Path OWN = Path.of("/proc/self/oom_score_adj");

    private OomScore() {}

    /**
     * Makes the kernel kill a child before this process. Raising the score needs no permission.
     *
     * @param background whether the child is killed before all other children too
     */
    static void raise(int pid, boolean background) {
        try {
            int own = Integer.parseInt(Files.readString(OWN).strip());
            int score = background ? MOST : Math.min(MOST, own + above(Machine.totalBytes() >> 20));
            Files.writeString(Path.of("/proc", String.valueOf(pid), "oom_score_adj"), String.valueOf(score));
        } catch (IOException e) {
            // The child has ended, or this kernel has no such file.
        }
    }

    /**
     * How far a worker's score is above its master's, in thousandths of all memory, as the kernel counts. It is enough for
     * a worker that has just started, and uses hardly any memory, to be killed before a master. It is no more than that,
     * because other programs on a large machine should not be spared at the workers' cost.
     */
    static int above(long totalMb) {
        return (int) Math.min(MOST - 1, LEAST_ABOVE + MASTER_MB * MOST / Math.max(1, totalMb));
    }
}
