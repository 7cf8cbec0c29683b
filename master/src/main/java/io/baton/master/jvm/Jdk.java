package io.baton.master.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The JVM that runs this program. Workers run on it too. */
final class Jdk {

    private Jdk() {}

    /** The path of {@code java}. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** The file of its class library, which it opens before it runs Java. */
    static Path modules() {
        return Path.of(System.getProperty("java.home"), "lib", "modules");
    }

    /**
     * A name for files that only one JVM can use, such as class-data archives. It consists of the JVM's version and a
     * number, made from the build and the paths of the JVM and of the directory.
     */
    static String keyIn(Path directory) {
        String build = System.getProperty("java.vm.vendor") + System.getProperty("java.vm.version");
        try {
            Path modules = modules().toRealPath();
            build += modules + " " + Files.size(modules) + " "
                    + Files.getLastModifiedTime(modules).toMillis();
        } catch (IOException e) {
            // The number is then made from the paths alone.
            build += modules();
        }
        return Runtime.version() + "-" + Integer.toHexString((build + " " + directory).hashCode());
    }
}
