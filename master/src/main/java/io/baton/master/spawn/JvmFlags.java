package io.baton.master.spawn;

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

    /** What every JVM of ours says and does at its end. */
    static List<String> common() {
        return Runtime.version().feature() >= 24
                ? List.of(
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Xlog:disable",
                        "-Xlog:all=error:stderr",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow")
                : List.of("-XX:+ExitOnOutOfMemoryError", "-Xlog:disable", "-Xlog:all=error:stderr");
    }
}
