package io.baton.master.supervisor;

import io.baton.master.config.Mode;
import io.baton.master.config.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many spares there are, and why.
 *
 * @param count {@code >= 0}
 * @param reason for the operator
 */
public record SpareCount(int count, String reason) {

    private static final long ENOUGH_MB = 1024;
    private static final String AVAILABLE = "MemAvailable:";

    /** What the operator said; else one for several JVM workers, if a gigabyte of memory is available. */
    public static SpareCount of(RunConfig config) {
        if (config.spares().isPresent()) {
            return new SpareCount(config.spares().getAsInt(), "as configured");
        }
        if (config.isNode()) {
            return new SpareCount(0, "a Node application may do more than serve");
        }
        if (config.listen().mode() != Mode.HANDOFF) {
            return new SpareCount(0, "in mode " + config.listen().mode() + " every worker accepts");
        }
        return decide(config.workers(), availableMb());
    }

    static SpareCount decide(int workers, long availableMb) {
        String facts = workers + " workers, " + availableMb + " MB of memory available";
        return workers > 1 && availableMb >= ENOUGH_MB ? new SpareCount(1, facts) : new SpareCount(0, facts);
    }

    /** What can be used without swapping (proc(5), meminfo); 0 if the kernel does not say. */
    private static long availableMb() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith(AVAILABLE)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
                }
            }
        } catch (IOException e) {
            // Then it does not say.
        }
        return 0;
    }
}
