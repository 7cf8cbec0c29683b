package io.baton.master.jvm;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Operator;
import io.baton.master.home.Home;
import io.baton.protocol.posix.Exec;
import io.baton.protocol.posix.OpenFiles;
import io.baton.protocol.posix.OwnStart;
import io.baton.protocol.posix.Processes;
import io.baton.protocol.posix.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The flags of the master's JVM. A jar cannot carry any, so {@code java -jar master.jar} starts with a collector and a heap
 * for a quarter of the machine; it then executes itself again, in place, with what a master needs, which is less memory and,
 * with an archive of its classes, less time; where the locale's character set is not UTF-8, with one that is, or it could not open
 * the operator's files. An operator who gives flags is in charge, and gets exactly those.
 */
public final class MasterJvm {

    private static final int HEAP_MB = 64;
    private static final List<String> OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    private static final List<String> NO_SERVER = List.of("--help", "-h", "--version", "-V");

    private MasterJvm() {}

    /**
     * Executes this program again with flags of its own, unless it has some; returns if so, or if it cannot be done. For
     * the very beginning, while nothing is open. {@code BATON_EXEC=off} has it return.
     *
     * @param arguments those of main
     */
    public static void ensureFlags(String[] arguments, Map<String, String> environment) {
        try {
            List<String> given = OwnStart.commandLine();
            if (isPlain(given, List.of(arguments)) && !isConfigured(environment)) {
                @Nullable WorkerLibrary library = library(environment);
                List<String> command = command(given, library);
                // What a JVM opens before it runs Java it leaves open.
                OpenFiles.closeOnExec(Jdk.modules());
                OpenFiles.closeOnExec(Path.of(given.get(2)));
                if (library != null) {
                    library.keepAcrossExec();
                }
                readEveryPath(environment);
                if (!environment.containsKey(Signals.SUSPEND_VARIABLE)) {
                    Processes.setEnvironment(Signals.SUSPEND_VARIABLE, Signals.SUSPEND_NUMBER);
                }
                deletePerformanceData();
                Exec.replaceThisProcess(command);
            }
        } catch (IOException | InvalidPathException | UnsatisfiedLinkError e) {
            // Then with the flags that there are.
        }
    }

    /** The JVM that follows has none, and would not know of this one's, which a JVM deletes when it exits. */
    private static void deletePerformanceData() throws IOException {
        Files.deleteIfExists(
                Path.of("/tmp", "hsperfdata_" + System.getProperty("user.name"), String.valueOf(Processes.pid())));
    }

    /** Null if this JVM cannot name the place where it is, as the one that follows can. */
    private static @Nullable WorkerLibrary library(Map<String, String> environment) throws IOException {
        try {
            return WorkerLibrary.prepareIn(Home.of(environment));
        } catch (IOException | ConfigException | InvalidPathException e) {
            if (Operator.readsEveryPath()) {
                throw e;
            }
            return null;
        }
    }

    /** The JDK can name only files whose names the locale's character set has; under the locale C, those in ASCII. */
    private static void readEveryPath(Map<String, String> environment) {
        if (!Operator.readsEveryPath()) {
            @Nullable String locale = environment.get(Operator.LOCALE);
            Processes.setEnvironment(Operator.KEPT_LOCALE, locale == null ? "" : "=" + locale);
            Processes.setEnvironment(Operator.LOCALE, Operator.UTF_8_LOCALE);
        }
    }

    /** Whether it is {@code java -jar some.jar arguments}, which the second one is not, and runs a server. */
    private static boolean isPlain(List<String> given, List<String> arguments) {
        return given.size() == arguments.size() + 3
                && given.get(1).equals("-jar")
                && Collections.disjoint(arguments, NO_SERVER);
    }

    // No lambdas: the first of a JVM costs 10 ms, and this one ends at once.
    private static boolean isConfigured(Map<String, String> environment) {
        boolean configured = "off".equals(environment.get("BATON_EXEC"));
        for (String name : OPTION_VARIABLES) {
            configured |= meansTheJvm(environment.getOrDefault(name, ""));
        }
        return configured;
    }

    /** Plain properties do not. */
    private static boolean meansTheJvm(String options) {
        for (String option : options.split("\\s+", -1)) {
            if (!option.isEmpty() && (!option.startsWith("-D") || option.startsWith("-Dcom.sun.management"))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> command(List<String> given, @Nullable WorkerLibrary library) {
        List<String> command = new ArrayList<>();
        command.add(Jdk.java().toString());
        command.addAll(JvmFlags.small(HEAP_MB));
        command.addAll(JvmFlags.common());
        if (library != null) {
            command.addAll(library.nativeFlags());
        }
        if (library != null && !given.containsAll(List.of("--archive", "off")) && !given.contains("--archive=off")) {
            command.addAll(new MasterArchive(library.directory()).flags(command, library.masterJar()));
        }
        // The copy, by the one name it has: an archive fits no other, however the jar itself was called.
        command.addAll(List.of(
                "-jar", library == null ? given.get(2) : library.masterJar().toString()));
        command.addAll(given.subList(3, given.size()));
        return command;
    }
}
