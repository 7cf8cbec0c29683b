package io.baton.master.spawn;

import io.baton.master.config.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which process the kernel kills when memory is short (proc(5), oom_score_adj): a worker, which is replaced, before its
 * master, which is not.
 */
final class OomScore {

    /** A master's resident memory, at most. */
    private static final long MASTER_MB = 128;

    private static final int LEAST_ABOVE = 10;

    private static final int MOST = 1000;
    private static final Path OWN = Path.of("/proc/self/oom_score_adj");

    private OomScore() {}

    /**
     * Puts a child before this process; raising needs no permission. A child that is gone already needs nothing.
     *
     * @param background whether it goes before all other children too, because nobody waits for it
     */
    static void raise(int pid, boolean background) {
        try {
            int own = Integer.parseInt(Files.readString(OWN).strip());
            int score = background ? MOST : Math.min(MOST, own + above(Machine.totalBytes() >> 20));
            Files.writeString(Path.of("/proc", String.valueOf(pid), "oom_score_adj"), String.valueOf(score));
        } catch (IOException e) {
            // It is gone, or this kernel has no such file.
        }
    }

    /**
     * In thousandths of all memory, as the kernel counts: so much that a worker which has just begun and uses hardly any comes
     * before a master. A worker of a large machine is put before other programs by no more than that needs.
     */
    static int above(long totalMb) {
        return (int) Math.min(MOST - 1, LEAST_ABOVE + MASTER_MB * MOST / Math.max(1, totalMb));
    }
}
