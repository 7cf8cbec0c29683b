package io.baton.master.jvm;

import java.util.ArrayList;
import java.util.List;

/** Flags of JVMs that run Baton's own code. */
public final class JvmFlags {

    private static final int TRIM_MS = 5_000;
    private static final int VERSION = Runtime.version().feature();

    /** The first version that warns of native calls and of Unsafe. */
    private static final int WARNS = 24;

    /** The first version that has AOT caches. */
    private static final int AOT = 25;

    private JvmFlags() {}

    /**
     * The collector and the heap for a program of ours, whose needs are known. The JVM's defaults are a quarter of the
     * machine.
     */
    public static List<String> small(int heapMb) {
        return List.of(
                "-XX:+UseSerialGC",
                "-Xms16m",
                "-Xmx" + heapMb + "m",
                // Gives the compiler's memory back after warm-up. Early updates of JDK 17 do not know this flag.
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:TrimNativeHeapInterval=" + TRIM_MS);
    }

    /** Flags for every JVM of ours: what it prints, and what it does at its end. */
    public static List<String> common() {
        List<String> flags = new ArrayList<>(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:disable",
                // No warning about an archive that does not fit: the JVM starts without it, which only costs time.
                "-Xlog:all=error,cds*=off" + (VERSION >= AOT ? ",aot*=off" : "") + ":stderr",
                // The JVM's file in /tmp would outlive a killed process, and is written twenty times a second.
                "-XX:-UsePerfData"));
        if (VERSION >= WARNS) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }

    /**
     * Allows native calls, about which the JVM would warn. Not for a jar that is executed: its manifest allows them, and
     * with this flag no class-data archive would fit.
     */
    public static List<String> nativeAccess() {
        return VERSION >= WARNS ? List.of("--enable-native-access=ALL-UNNAMED") : List.of();
    }
}
