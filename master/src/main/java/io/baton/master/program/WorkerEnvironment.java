package io.baton.master.program;

import io.baton.protocol.posix.Signals;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The variables that every worker gets: the master's, without those that would break a second process on this machine. */
final class WorkerEnvironment {

    private static final Logger LOG = System.getLogger(WorkerEnvironment.class.getName());

    private static final List<String> OPTIONS =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "NODE_OPTIONS");

    /** Options that open a port, which only one process can have. */
    private static final List<String> PORT_OPENING =
            List.of("-agentlib:jdwp", "-Xrunjdwp", "-Dcom.sun.management.jmxremote", "--inspect");

    /**
     * The number of a slot from 0 on, as pm2 has it; and the same under the names that are Baton's own and others' habit.
     * What an outer pm2 told the master is not passed on.
     */
    private static final List<String> INSTANCE = List.of("NODE_APP_INSTANCE", "BATON_INSTANCE", "pm_id");

    /** The same, unless the operator means something else by it, as the number of a machine. */
    private static final String INSTANCE_ID = "INSTANCE_ID";

    private static final String APP = "BATON_APP";

    private final List<String> variables = new ArrayList<>();
    private final boolean hasInstanceId;

    private WorkerEnvironment(Map<String, String> own, String app) {
        hasInstanceId = own.containsKey(INSTANCE_ID);
        variables.add(APP + "=" + app);
        own.forEach((name, value) -> {
            if (!isOurs(name)) {
                variables.add(name + "=" + (OPTIONS.contains(name) ? withoutPorts(name, value) : value));
            }
        });
    }

    /** For JVMs, from the master's own environment and the name of the application. */
    static WorkerEnvironment forJava(Map<String, String> own, String app) {
        WorkerEnvironment environment = new WorkerEnvironment(own, app);
        if (!own.containsKey(Signals.SUSPEND_VARIABLE)) {
            environment.variables.add(Signals.SUSPEND_VARIABLE + "=" + Signals.SUSPEND_NUMBER);
        }
        if (!own.containsKey("MALLOC_ARENA_MAX")) {
            // glibc reserves an arena for each thread otherwise, and a worker has a dozen.
            environment.variables.add("MALLOC_ARENA_MAX=2");
        }
        return environment;
    }

    /** For Node, from the master's own environment, the name of the application, and the port that the operator named. */
    static WorkerEnvironment forNode(Map<String, String> own, String app, OptionalInt port) {
        Map<String, String> all = new HashMap<>(own);
        port.ifPresent(number -> all.put("PORT", String.valueOf(number)));
        return new WorkerEnvironment(all, app);
    }

    /** With the numbers of one slot, which its next worker will have too. */
    List<String> forSlot(int id) {
        List<String> all = withoutSlot(id);
        String instance = String.valueOf(id - 1);
        INSTANCE.forEach(name -> all.add(name + "=" + instance));
        if (!hasInstanceId) {
            all.add(INSTANCE_ID + "=" + instance);
        }
        return all;
    }

    /** For a worker that sits in no slot: it has a number for the cluster, and is no instance. */
    List<String> withoutSlot(int id) {
        List<String> all = new ArrayList<>(variables);
        all.add("NODE_UNIQUE_ID=" + id);
        return all;
    }

    private static boolean isOurs(String name) {
        return name.startsWith("NODE_CHANNEL_")
                || name.equals("NODE_UNIQUE_ID")
                || name.equals(APP)
                || INSTANCE.contains(name);
    }

    /** The value as it is, quotes and blanks included, but for what opens a port. */
    private static String withoutPorts(String name, String value) {
        List<String> words = OptionWords.of(value, name.equals("NODE_OPTIONS"));
        List<String> kept = new ArrayList<>();
        for (String option : words) {
            String plain = OptionWords.unquoted(option);
            if (opensPort(plain)) {
                LOG.log(Level.WARNING, "{0}: workers do not get {1}: two processes cannot open one port", name, option);
            } else if (OptionFile.isNamedBy(plain)
                    && OptionFile.options(plain).stream().anyMatch(WorkerEnvironment::opensPort)) {
                LOG.log(Level.WARNING, "{0}: workers do not get what opens a port in {1}", name, option);
                OptionFile.options(plain).stream()
                        .filter(inside -> !opensPort(inside))
                        .forEach(inside -> kept.add('"' + inside + '"'));
            } else {
                kept.add(option);
            }
        }
        return kept.equals(words) ? value : String.join(" ", kept);
    }

    private static boolean opensPort(String option) {
        return PORT_OPENING.stream().anyMatch(option::startsWith);
    }
}
