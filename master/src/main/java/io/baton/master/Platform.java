package io.baton.master;

import java.util.Optional;
import java.util.Set;

/** Where Baton runs: Linux on x86_64 and aarch64, with glibc. */
final class Platform {

    private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86_64", "aarch64");

    private Platform() {}

    /** Why this machine cannot run a master, in one line; empty if it can, as far as can be told before trying. */
    static Optional<String> unsupported() {
        return unsupported(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Optional<String> unsupported(String system, String architecture) {
        if (system.equals("Linux") && ARCHITECTURES.contains(architecture)) {
            return Optional.empty();
        }
        return Optional.of("this system is " + system + " " + architecture
                + " (expected: Linux x86_64 or aarch64, with glibc 2.34 or newer)");
    }
}
