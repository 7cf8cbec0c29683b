package io.baton.master.jvm;

import io.baton.master.config.Operator;
import io.baton.protocol.posix.Inheritance;
import io.baton.protocol.posix.NotifySocket;
import io.baton.protocol.posix.OwnStart;
import io.baton.protocol.posix.Processes;
import io.baton.protocol.posix.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the program that replaces a running master in place. A jar knows best with which flags its master runs: the
 * jar is executed as a trial, becomes the JVM with these flags ({@link MasterJvm}), and says its own command line.
 */
public final class MasterCommand {

    /** The first argument of a trial; not for operators. */
    public static final String CHECK = "check-upgrade";

    /** The first argument of the program that takes over; not for operators. The second one is the number of a descriptor. */
    public static final String RESUME = "resume";

    private static final String JAR = "-jar";
    private static final String RECORDS = "-XX:ArchiveClassesAtExit=";
    private static final String USES = "-XX:SharedArchiveFile=";
    private static final List<String> RANDOM = List.of("/dev/random", "/dev/urandom");

    private MasterCommand() {}

    /** The JVM that runs this program. */
    public static Path ownJava() {
        return Jdk.OWN.java();
    }

    /**
     * The command line of a trial, in a process of its own. Flags that the operator gave this JVM are given to the other one too.
     *
     * @param java the JVM that is to run
     * @param jar the jar that is to run
     */
    public static List<String> trial(Path java, Path jar) throws IOException {
        return trial(java, jar, OwnStart.commandLine());
    }

    static List<String> trial(Path java, Path jar, List<String> running) {
        List<String> flags = flags(running);
        List<String> command = new ArrayList<>(List.of(java.toString()));
        boolean ours = areOurs(flags);
        if (!ours) {
            command.addAll(flags);
        }
        command.addAll(List.of(JAR, jar.toString(), CHECK));
        if (ours && !hasArchive(flags)) {
            command.add("--archive=off");
        }
        return command;
    }

    /** In a trial: the JVM and its flags and jar, without the arguments. It must have been executed with them. */
    public static List<String> ofThisTrial() throws IOException {
        return withoutArguments(OwnStart.commandLine(), Processes.parentPid());
    }

    static List<String> withoutArguments(List<String> trial, int master) {
        List<String> command = new ArrayList<>(List.of(Jdk.OWN.java().toString()));
        for (String word : trial.subList(1, trial.lastIndexOf(CHECK))) {
            // A record is named by the process that makes it.
            command.add(word.startsWith(RECORDS) ? word.substring(0, word.lastIndexOf('.') + 1) + master : word);
        }
        return command;
    }

    /** Whether the JVM of this command records an archive when it ends, because there is none to use. */
    public static boolean records(List<String> command) {
        return command.stream().anyMatch(word -> word.startsWith(RECORDS));
    }

    /** The directory of the unpacked library from which this command executes its jar; null if it does from another place. */
    public static @Nullable Path library(List<String> command) {
        Path directory = Path.of(command.get(command.size() - 1)).getParent();
        return directory != null && Files.exists(directory.resolve(LibraryFiles.WORKER_JAR)) ? directory : null;
    }

    /** The variables of the program that takes over, as {@code NAME=value}: those of this one. */
    public static List<String> environment() {
        Map<String, String> variables = OwnStart.environment();
        variables.remove(Operator.HEAD_START);
        variables.putIfAbsent(Signals.SUSPEND_VARIABLE, Signals.SUSPEND_NUMBER);
        List<String> environment = new ArrayList<>();
        variables.forEach((name, value) -> environment.add(name + "=" + value));
        return environment;
    }

    /** The variables of a trial: those of this process, without what a service manager says to it alone. */
    public static List<String> trialEnvironment() {
        List<String> environment = new ArrayList<>(environment());
        environment.removeIf(variable -> variable.startsWith(NotifySocket.VARIABLE + "="));
        return environment;
    }

    /**
     * Makes the files of this JVM close-on-exec. It opens some without, and the next program would keep them open for ever. The
     * descriptors that the operator gave this process stay as they are.
     */
    public static void leaveOwnFilesBehind() throws IOException {
        String modules = Jdk.modules().toRealPath().toString();
        String jar = OwnJar.location().toString();
        String library = System.getProperty("java.class.path");
        for (int number : Inheritance.numbers()) {
            String file = Inheritance.file(number);
            if (file.equals(modules)
                    || file.equals(jar)
                    || file.equals(library)
                    || RANDOM.contains(file)
                    || Inheritance.isUnusable(number)) {
                Inheritance.remove(number);
            }
        }
        MasterJvm.deletePerformanceData();
    }

    private static List<String> flags(List<String> running) {
        int jar = running.indexOf(JAR);
        return jar < 0 ? List.of() : running.subList(1, jar);
    }

    /** Whether a program of ours chose them, which its successor does anew. */
    private static boolean areOurs(List<String> flags) {
        return flags.isEmpty() || flags.containsAll(JvmFlags.small(MasterJvm.HEAP_MB));
    }

    private static boolean hasArchive(List<String> flags) {
        return flags.isEmpty() || flags.stream().anyMatch(flag -> flag.startsWith(RECORDS) || flag.startsWith(USES));
    }
}
