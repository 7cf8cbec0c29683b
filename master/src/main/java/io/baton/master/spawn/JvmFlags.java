package io.baton.master.spawn;

import java.util.ArrayList;
import java.util.List;

/** Flags of JVMs that run Baton's own code. */
final class JvmFlags {

    private static final int TRIM_MS = 5_000;

    private JvmFlags() {}

    /** For a program of ours, whose needs are known, instead of the collector and the heap for a quarter of the machine. */
    static List<String> small(int heapMb) {
        return List.of(
                "-XX:+UseSerialGC",
                "-Xms16m",
                "-Xmx" + heapMb + "m",
                // The compiler's memory goes back after a warm-up; early updates of JDK 17 do not know it.
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:TrimNativeHeapInterval=" + TRIM_MS);
    }

    /** What every JVM of ours says and does, while it runs and at its end. */
    static List<String> common() {
        List<String> flags = new ArrayList<>(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                // Its file in /tmp would outlive a killed process, and is written twenty times a second.
                "-XX:-UsePerfData"));
        if (Runtime.version().feature() >= 24) {
            flags.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        return flags;
    }
}
