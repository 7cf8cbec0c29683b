package io.baton.master.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JVM: the one that runs this program, or another one, on which an operator wants workers to run.
 *
 * @param java its executable
 * @param version its feature version, as 17
 * @param isOwn whether it runs this program
 */
public record Jdk(Path java, int version, boolean isOwn) {

    /** The JVM that runs this program. */
    public static final Jdk OWN =
            new Jdk(home().resolve("bin").resolve("java"), Runtime.version().feature(), true);

    /**
     * The JVM that an operator named. Runs it, unless it is the one that runs this program: not on the conductor.
     *
     * @param named a JDK's directory or its {@code java}; null for the JVM that runs this program
     * @param environment in which it runs
     * @param prefix what stands before its command line
     * @throws io.baton.master.config.ConfigException if there is none, or none that can run workers
     */
    public static Jdk of(@Nullable Path named, Map<String, String> environment, List<String> prefix) {
        if (named == null) {
            return OWN;
        }
        Path java = ForeignJvm.executable(named);
        return isSameFile(java, OWN.java) ? OWN : new Jdk(java, ForeignJvm.version(java, environment, prefix), false);
    }

    /** The file of this JVM's class library, which it opens before it runs Java. */
    static Path modules() {
        return home().resolve("lib").resolve("modules");
    }

    /**
     * Whether this JVM has the archive of the JDK's own classes, on which a dynamic archive is built (JEP 350). jlink leaves it out
     * by default, and without it a JVM that is told to record an archive does not start.
     */
    static boolean hasBaseArchive() {
        return Files.exists(home().resolve("lib").resolve("server").resolve("classes.jsa"));
    }

    /**
     * A name for files that only this JVM can use, such as class-data archives. It consists of the JVM's version and a
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

    /**
     * As {@link #keyIn}, for files that only this JVM can use.
     *
     * @return null if its class library is not where a JDK has it, so that nothing tells one build from another
     */
    public @Nullable String key(Path directory) {
        if (isOwn) {
            return keyIn(directory);
        }
        try {
            Path bin = java.toRealPath().getParent();
            Path modules = bin == null
                    ? java
                    : bin.resolveSibling("lib").resolve("modules").toRealPath();
            String build = modules + " " + Files.size(modules) + " "
                    + Files.getLastModifiedTime(modules).toMillis();
            return version + "-" + Integer.toHexString((build + " " + directory).hashCode());
        } catch (IOException e) {
            return null;
        }
    }

    private static Path home() {
        return Path.of(System.getProperty("java.home"));
    }

    private static boolean isSameFile(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }
}
