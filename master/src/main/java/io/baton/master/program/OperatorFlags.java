package io.baton.master.program;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The JVM options of the operator's, in the environment and in {@code --jvm-args}, which every JVM worker gets. Where a
 * flag of Baton's own is about the same thing, it is left out: a JVM with two collectors does not start, and a heap
 * size on the command line would be stronger than the operator's in {@code JAVA_TOOL_OPTIONS}.
 */
final class OperatorFlags {

    private static final Logger LOG = System.getLogger(OperatorFlags.class.getName());
    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");
    private static final Pattern HEAP =
            Pattern.compile("-Xm[xs].*|-XX:(Max|Initial|Min)?(HeapSize|RAMPercentage|RAM)=.*|-XX:MaxRAM=.*");
    private static final Pattern ARCHIVE = Pattern.compile(
            "-javaagent:.*|-agentlib:.*|-agentpath:.*|-Xshare.*|-XX:(SharedArchiveFile|SharedClassListFile"
                    + "|ArchiveClassesAtExit|AOT\\w+)=.*|-XX:[+-]AutoCreateSharedArchive|--patch-module.*|-Xbootclasspath.*");
    private static final Pattern NAME = Pattern.compile("-XX:[+-]?(\\w+).*|(-Xss|-Xlog|-D[^=]+).*");

    private static final String ENVIRONMENT = " in the environment";
    private static final String ARGUMENTS = " in jvm-args";

    private final List<String> inEnvironment = new ArrayList<>();
    private final List<String> theirs = new ArrayList<>();
    private final Set<String> told = new LinkedHashSet<>();

    /**
     * The options in this environment and in these arguments.
     *
     * @param arguments on the command line of each worker
     */
    OperatorFlags(Map<String, String> environment, List<String> arguments) {
        for (String variable : VARIABLES) {
            for (String word : OptionWords.of(environment.getOrDefault(variable, ""), false)) {
                addTo(inEnvironment, OptionWords.unquoted(word));
            }
        }
        for (String argument : arguments) {
            addTo(theirs, argument);
        }
        theirs.addAll(inEnvironment);
    }

    private static void addTo(List<String> options, String option) {
        options.add(option);
        if (OptionFile.isNamedBy(option)) {
            options.addAll(OptionFile.options(option));
        }
    }

    /** What the operator's last option that begins so says; empty if there is none. */
    String value(String beginning) {
        String value = "";
        for (String option : theirs) {
            // Those of the command line stand first.
            if (value.isEmpty() && option.startsWith(beginning)) {
                value = option.substring(beginning.length());
            }
        }
        return value;
    }

    /** All of them, those of the command line first. */
    List<String> all() {
        return List.copyOf(theirs);
    }

    private String where(String option) {
        return inEnvironment.contains(option) ? ENVIRONMENT : ARGUMENTS;
    }

    /**
     * Whether workers may use Baton's class-data archive. Not with an agent, which changes classes, or an archive of
     * the operator's.
     */
    boolean allowArchive() {
        for (String flag : theirs) {
            if (ARCHIVE.matcher(flag).matches()) {
                if (told.add(flag)) {
                    LOG.log(Level.INFO, "{0}{1}: workers run without a class-data archive", flag, where(flag));
                }
                return false;
            }
        }
        return true;
    }

    /** Baton's flags without those that the operator's replace, which are logged once. */
    List<String> givingWay(List<String> ours) {
        List<String> kept = new ArrayList<>();
        for (String flag : ours) {
            String stronger = theirs.stream()
                    .filter(their -> collide(flag, their))
                    .findFirst()
                    .orElse(null);
            if (stronger == null) {
                kept.add(flag);
            } else if (told.add(flag)) {
                LOG.log(Level.INFO, "{0}{1}: workers run without {2}", stronger, where(stronger), flag);
            }
        }
        return kept;
    }

    private static boolean collide(String our, String their) {
        if (our.equals(their)) {
            return false;
        }
        if (both(COLLECTOR, our, their) || both(HEAP, our, their)) {
            return true;
        }
        String name = name(our);
        // What unlocks flags does so for those behind it: ours have to keep theirs.
        return !name.isEmpty() && !name.startsWith("Unlock") && name.equals(name(their));
    }

    private static boolean both(Pattern pattern, String our, String their) {
        return pattern.matcher(our).matches() && pattern.matcher(their).matches();
    }

    private static String name(String flag) {
        var matcher = NAME.matcher(flag);
        if (!matcher.matches()) {
            return "";
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }
}
