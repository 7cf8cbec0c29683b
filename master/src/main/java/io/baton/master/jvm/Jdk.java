package io.baton.master.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The JVM that runs this, which is also the workers'. */
final class Jdk {

    private Jdk() {}

    /** Its program. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** Its class library, which it opens before it runs Java. */
    static Path modules() {
        return Path.of(System.getProperty("java.home"), "lib", "modules");
    }

    /**
     * Tells apart what one JVM keeps in a directory: its version, and a number for which build it is and by which names it
     * and the directory are known. A class-data archive fits no other.
     */
    static String keyIn(Path directory) {
        String build = System.getProperty("java.vm.vendor") + System.getProperty("java.vm.version");
        try {
            Path modules = modules().toRealPath();
            build += modules + " " + Files.size(modules) + " "
                    + Files.getLastModifiedTime(modules).toMillis();
        } catch (IOException e) {
            // Then by its names alone.
            build += modules();
        }
        return Runtime.version() + "-" + Integer.toHexString((build + " " + directory).hashCode());
    }
}
