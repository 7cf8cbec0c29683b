package io.baton.master.jvm;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Operator;
import io.baton.master.home.Home;
import io.baton.master.spawn.HeadStart;
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
 * Gives the master's JVM its flags. A jar cannot carry any, so {@code java -jar master.jar} starts with a collector and a
 * heap for a quarter of the machine. The program then executes itself again, in place, with the flags that a master needs:
 * less memory, and with an archive of its classes less time. Where the locale's character set is not UTF-8, it also gets a
 * locale whose character set is, because it could not open the operator's files otherwise. If the operator gives flags, the
 * JVM gets exactly those.
 */
public final class MasterJvm {

    static final int HEAP_MB = 64;
    private static final List<String> OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    private static final List<String> NO_SERVER = List.of("--help", "-h", "--version", "-V");

    private MasterJvm() {}

    /**
     * Executes this program again with flags of its own. Returns if it has flags already or if that is not possible. Called
     * first of all, while nothing is open. {@code BATON_EXEC=off} turns it off.
     *
     * @param arguments those of main
     */
    public static void ensureFlags(String[] arguments, Map<String, String> environment) {
        try {
            List<String> given = OwnStart.commandLine();
            if (isPlain(given, List.of(arguments)) && !isConfigured(environment)) {
                @Nullable WorkerLibrary library = library(environment);
                List<String> command = command(given, library);
                // The files that a JVM opens before it runs Java stay open across exec(2).
                OpenFiles.closeOnExec(Jdk.modules());
                OpenFiles.closeOnExec(Path.of(given.get(2)));
                if (library != null) {
                    library.keepAcrossExec();
                }
                readEveryPath(environment);
                Processes.setEnvironment(Operator.JAR, Operator.jar().toString());
                if (!environment.containsKey(Signals.SUSPEND_VARIABLE)) {
                    Processes.setEnvironment(Signals.SUSPEND_VARIABLE, Signals.SUSPEND_NUMBER);
                }
                deletePerformanceData();
                if (library != null) {
                    HeadStart.begin(library.directory(), environment);
                }
                Exec.replaceThisProcess(command);
            }
        } catch (IOException | InvalidPathException | UnsatisfiedLinkError e) {
            // This JVM then runs on with the flags that it has.
            HeadStart.end();
        }
    }

    /**
     * Removes this JVM's performance data file. A JVM deletes it when it exits, which this one does not, and the JVM that
     * follows has no such file.
     */
    static void deletePerformanceData() throws IOException {
        Files.deleteIfExists(
                Path.of("/tmp", "hsperfdata_" + System.getProperty("user.name"), String.valueOf(Processes.pid())));
    }

    /** The unpacked library. Null if this JVM cannot name its path; the JVM that follows can. */
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

    /**
     * Gives the JVM that follows a locale with which it can name all files. A JVM can name only files whose names its
     * locale's character set can express; under the locale C these are names in ASCII.
     */
    private static void readEveryPath(Map<String, String> environment) {
        if (!Operator.readsEveryPath()) {
            @Nullable String locale = environment.get(Operator.LOCALE);
            Processes.setEnvironment(Operator.KEPT_LOCALE, locale == null ? "" : "=" + locale);
            Processes.setEnvironment(Operator.LOCALE, Operator.UTF_8_LOCALE);
        }
    }

    /**
     * Whether the command is {@code java -jar some.jar arguments} and starts a server. The command of the second JVM is
     * not.
     */
    private static boolean isPlain(List<String> given, List<String> arguments) {
        return given.size() == arguments.size() + 3
                && given.get(1).equals("-jar")
                && Collections.disjoint(arguments, NO_SERVER);
    }

    // No lambdas: the first one in a JVM costs 10 ms, and this JVM ends at once.
    private static boolean isConfigured(Map<String, String> environment) {
        boolean configured = "off".equals(environment.get("BATON_EXEC"));
        for (String name : OPTION_VARIABLES) {
            configured |= meansTheJvm(environment.getOrDefault(name, ""));
        }
        return configured;
    }

    /** Whether any of these options is a flag of the JVM. System properties do not count. */
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
        command.add(Jdk.OWN.java().toString());
        command.addAll(JvmFlags.small(HEAP_MB));
        command.addAll(JvmFlags.common(Jdk.OWN.version()));
        if (library != null) {
            command.addAll(library.nativeFlags());
        }
        if (library != null && !given.containsAll(List.of("--archive", "off")) && !given.contains("--archive=off")) {
            command.addAll(new MasterArchive(library.directory()).flags(command, library.masterJar()));
        }
        // Executes the copy, by its only name: an archive fits only that path, whatever the operator called the jar.
        command.addAll(List.of(
                "-jar", library == null ? given.get(2) : library.masterJar().toString()));
        command.addAll(given.subList(3, given.size()));
        return command;
    }
}
