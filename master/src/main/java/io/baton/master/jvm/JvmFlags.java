package io.baton.master.jvm;

import java.util.ArrayList;
import java.util.List;

/** Flags of JVMs that run Baton's own code. */
public final class JvmFlags {

    private static final int TRIM_MS = 1_000;

    /** How many times more often than by default a method must have run before it is compiled. */
    private static final int LATER = 4;

    /** The first version that warns of native calls and of Unsafe. */
    private static final int WARNS = 24;

    /** The first version that has AOT caches. */
    private static final int AOT = 25;

    /** The first version that warns of fields that are final and changed (JEP 500). */
    private static final int KEEPS_FINAL = 26;

    private JvmFlags() {}

    /**
     * The collector and the heap for a program of ours, whose needs are known. The JVM's defaults are a quarter of the
     * machine.
     */
    public static List<String> small(int heapMb) {
        return List.of(
                "-XX:+UseSerialGC",
                "-Xms8m",
                "-Xmx" + heapMb + "m",
                // Compilers begin later: while master and workers boot, they take cores and give nothing back before
                // the first answer.
                "-XX:CompileThresholdScaling=" + LATER,
                // Gives the compiler's memory back after warm-up. Early updates of JDK 17 do not know this flag.
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:TrimNativeHeapInterval=" + TRIM_MS);
    }

    /**
     * Flags for every JVM of ours: what it prints, and what it does at its end.
     *
     * @param version the feature version of that JVM
     */
    public static List<String> common(int version) {
        List<String> flags = new ArrayList<>(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:disable",
                // No warning about an archive that does not fit: the JVM starts without it, which only costs time.
                "-Xlog:all=error,cds*=off" + (version >= AOT ? ",aot*=off" : "") + ":stderr",
                // Archives are mapped where their pointers fit, and all JVMs share the pages. At a random address
                // each JVM changes the pointers, and the pages are its own.
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:ArchiveRelocationMode=0",
                // The JVM's file in /tmp would outlive a killed process, and is written twenty times a second.
                "-XX:-UsePerfData"));
        if (version >= WARNS) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }

    /**
     * Allows native calls, about which the JVM would warn. Not for a jar that is executed: its manifest allows them, and
     * with this flag no class-data archive would fit.
     */
    public static List<String> nativeAccess(int version) {
        return version >= WARNS ? List.of("--enable-native-access=ALL-UNNAMED") : List.of();
    }

    /** Allows workers to set the final field of Netty's channels that holds their pipeline. */
    public static List<String> changedFields(int version) {
        return version >= KEEPS_FINAL ? List.of("--enable-final-field-mutation=ALL-UNNAMED") : List.of();
    }
}
