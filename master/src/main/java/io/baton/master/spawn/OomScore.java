package io.baton.master.spawn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which process the kernel kills when memory is short (proc(5), oom_score_adj): a worker, which is replaced, before its
 * master, which is not.
 */
final class OomScore {

    /** In thousandths of the memory of the container, or of the machine: more than a master ever has above a worker. */
    private static final int ABOVE_MASTER = 300;

    private static final int MOST = 1000;
    private static final Path OWN = Path.of("/proc/self/oom_score_adj");

    private OomScore() {}

    /** Puts a child before this process; raising needs no permission. A child that is gone already needs nothing. */
    static void raise(int pid) {
        try {
            int own = Integer.parseInt(Files.readString(OWN).strip());
            Files.writeString(
                    Path.of("/proc", String.valueOf(pid), "oom_score_adj"),
                    String.valueOf(Math.min(MOST, own + ABOVE_MASTER)));
        } catch (IOException e) {
            // It is gone, or this kernel has no such file.
        }
    }
}
