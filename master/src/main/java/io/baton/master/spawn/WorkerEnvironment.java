package io.baton.master.spawn;

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

    private final List<String> variables = new ArrayList<>();

    private WorkerEnvironment(Map<String, String> own) {
        own.forEach((name, value) -> {
            if (!name.startsWith("NODE_CHANNEL_") && !name.equals("NODE_UNIQUE_ID")) {
                variables.add(name + "=" + (OPTIONS.contains(name) ? withoutPorts(name, value) : value));
            }
        });
    }

    /** For JVMs, from the master's own environment. */
    static WorkerEnvironment forJava(Map<String, String> own) {
        WorkerEnvironment environment = new WorkerEnvironment(own);
        if (!own.containsKey("MALLOC_ARENA_MAX")) {
            // glibc reserves an arena for each thread otherwise, and a worker has a dozen.
            environment.variables.add("MALLOC_ARENA_MAX=2");
        }
        return environment;
    }

    /** For Node, from the master's own environment and the port that the operator named. */
    static WorkerEnvironment forNode(Map<String, String> own, OptionalInt port) {
        Map<String, String> all = new HashMap<>(own);
        port.ifPresent(number -> all.put("PORT", String.valueOf(number)));
        return new WorkerEnvironment(all);
    }

    /** With the name of one slot. */
    List<String> forSlot(int id) {
        List<String> all = new ArrayList<>(variables);
        all.add("NODE_UNIQUE_ID=" + id);
        return all;
    }

    private static String withoutPorts(String name, String value) {
        List<String> kept = new ArrayList<>();
        for (String option : value.trim().split("\\s+", -1)) {
            if (PORT_OPENING.stream().anyMatch(option::startsWith)) {
                LOG.log(Level.WARNING, "{0}: workers do not get {1}: two processes cannot open one port", name, option);
            } else {
                kept.add(option);
            }
        }
        return String.join(" ", kept);
    }
}
