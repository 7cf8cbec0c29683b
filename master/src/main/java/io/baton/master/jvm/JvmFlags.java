package io.baton.master.jvm;

import java.util.ArrayList;
import java.util.List;

/** Flags of JVMs that run Baton's own code. */
public final class JvmFlags {

    private static final int TRIM_MS = 5_000;
    private static final int VERSION = Runtime.version().feature();

    /** The first that warns of native calls and of Unsafe. */
    private static final int WARNS = 24;

    /** The first that has AOT caches. */
    private static final int AOT = 25;

    private JvmFlags() {}

    /** For a program of ours, whose needs are known, instead of the collector and the heap for a quarter of the machine. */
    public static List<String> small(int heapMb) {
        return List.of(
                "-XX:+UseSerialGC",
                "-Xms16m",
                "-Xmx" + heapMb + "m",
                // The compiler's memory goes back after a warm-up; early updates of JDK 17 do not know it.
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:TrimNativeHeapInterval=" + TRIM_MS);
    }

    /** What every JVM of ours says and does, while it runs and at its end. */
    public static List<String> common() {
        List<String> flags = new ArrayList<>(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:disable",
                // Not what it thinks of an archive that does not fit: it goes without, which costs time only.
                "-Xlog:all=error,cds*=off" + (VERSION >= AOT ? ",aot*=off" : "") + ":stderr",
                // Its file in /tmp would outlive a killed process, and is written twenty times a second.
                "-XX:-UsePerfData"));
        if (VERSION >= WARNS) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }

    /**
     * Allows native calls, of which a JVM warns. Not for a jar that is executed, whose manifest says so: no class-data
     * archive fits a JVM with this flag as well as one without.
     */
    public static List<String> nativeAccess() {
        return VERSION >= WARNS ? List.of("--enable-native-access=ALL-UNNAMED") : List.of();
    }
}
