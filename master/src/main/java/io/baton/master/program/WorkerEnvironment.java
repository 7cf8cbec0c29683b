package io.baton.master.program;

import io.baton.master.config.SlotText;
import io.baton.protocol.posix.Signals;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** The environment of workers: the operator's variables, without options that only one process on the machine can have. */
final class WorkerEnvironment {

    private static final Logger LOG = System.getLogger(WorkerEnvironment.class.getName());

    private static final List<String> OPTIONS =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "NODE_OPTIONS");

    /** Options that open a port, which only one process on the machine can have. */
    private static final List<String> NATIVELY_OPENING = List.of("-agentlib:jdwp", "-Xrunjdwp", "--inspect");

    /** The same where each worker binds for itself. */
    private static final List<String> PORT_OPENING =
            List.of("-agentlib:jdwp", "-Xrunjdwp", "-Dcom.sun.management.jmxremote", "--inspect");

    /**
     * Variables with the number of the slot, from 0 on: pm2's, Baton's own, and another one that pm2 sets. The values that an
     * outer pm2 gave to the master are not passed on.
     */
    private static final List<String> INSTANCE = List.of("NODE_APP_INSTANCE", "BATON_INSTANCE", "pm_id");

    /** The same number, unless the operator uses the variable for something else, as the number of a machine. */
    private static final String INSTANCE_ID = "INSTANCE_ID";

    /** Heroku's, Spring Boot's, Micronaut's and Quarkus's. */
    private static final List<String> PORTS =
            List.of("PORT", "SERVER_PORT", "MICRONAUT_SERVER_PORT", "QUARKUS_HTTP_PORT");

    private static final String APP = "BATON_APP";

    private final String app;
    private final boolean hasInstanceId;

    /** The variables, with places for the number of the slot. */
    private final List<String> variables = new ArrayList<>();

    /** Those that are other without a slot: they open no port then. */
    private final List<String> slotless = new ArrayList<>();

    private WorkerEnvironment(Map<String, String> own, String app) {
        this(own, app, PORT_OPENING);
    }

    /**
     * The variables without such options.
     *
     * @param opening how options begin that open a port which a worker cannot share
     */
    private WorkerEnvironment(Map<String, String> own, String app, List<String> opening) {
        this.app = app;
        Predicate<String> opensPort = option -> opening.stream().anyMatch(option::startsWith);
        hasInstanceId = own.containsKey(INSTANCE_ID);
        own.forEach((name, value) -> {
            if (!isOurs(name) && OPTIONS.contains(name)) {
                variables.add(name + "="
                        + withoutPorts(
                                name, value, option -> opensPort.test(option) && !SlotText.dependsOnSlot(option)));
                slotless.add(name + "=" + withoutPorts(name, value, opensPort));
            } else if (!isOurs(name)) {
                variables.add(name + "=" + value);
                slotless.add(name + "=" + value);
            }
        });
    }

    private void add(String variable) {
        variables.add(variable);
        slotless.add(variable);
    }

    /** For JVM workers, from the application's surroundings and the application's name. */
    static WorkerEnvironment forJava(Map<String, String> own, String app) {
        WorkerEnvironment environment = new WorkerEnvironment(own, app);
        if (!own.containsKey(Signals.SUSPEND_VARIABLE)) {
            environment.add(Signals.SUSPEND_VARIABLE + "=" + Signals.SUSPEND_NUMBER);
        }
        if (!own.containsKey("MALLOC_ARENA_MAX")) {
            // Otherwise glibc reserves an arena for each of a worker's dozen threads.
            environment.add("MALLOC_ARENA_MAX=2");
        }
        return environment;
    }

    /** For Node workers, from the application's surroundings, the application's name, and the port that the operator named. */
    static WorkerEnvironment forNode(Map<String, String> own, String app, OptionalInt port) {
        Map<String, String> all = new HashMap<>(own);
        port.ifPresent(number -> all.put("PORT", String.valueOf(number)));
        return new WorkerEnvironment(all, app);
    }

    /** For a server that knows nothing of Baton: as for Node, with the variables in which frameworks look for the port. */
    static WorkerEnvironment forServer(Map<String, String> own, String app, OptionalInt port) {
        Map<String, String> all = new HashMap<>(own);
        port.ifPresent(number -> PORTS.forEach(name -> all.put(name, String.valueOf(number))));
        return new WorkerEnvironment(all, app, NATIVELY_OPENING);
    }

    /** The variables of a slot's worker, with the slot's number. Its next worker gets the same. */
    List<String> forSlot(int id) {
        List<String> all = new ArrayList<>();
        variables.forEach(variable -> all.add(SlotText.fill(variable, id - 1, app)));
        addOurs(all, id);
        String instance = String.valueOf(id - 1);
        INSTANCE.forEach(name -> all.add(name + "=" + instance));
        if (!hasInstanceId) {
            all.add(INSTANCE_ID + "=" + instance);
        }
        return all;
    }

    /** The variables of a worker without a slot. It has a number for the cluster, and no instance number. */
    List<String> withoutSlot(int id) {
        List<String> all = new ArrayList<>();
        slotless.forEach(variable -> all.add(SlotText.fill(variable, app)));
        addOurs(all, id);
        return all;
    }

    private void addOurs(List<String> all, int id) {
        all.add(APP + "=" + app);
        all.add("NODE_UNIQUE_ID=" + id);
    }

    private static boolean isOurs(String name) {
        return name.startsWith("NODE_CHANNEL_")
                || name.equals("NODE_UNIQUE_ID")
                || name.equals(APP)
                || INSTANCE.contains(name);
    }

    /** The value without the options that open a port; all else as it is, with quotes and blanks. */
    private static String withoutPorts(String name, String value, Predicate<String> opens) {
        List<String> words = OptionWords.of(value, name.equals("NODE_OPTIONS"));
        List<String> kept = new ArrayList<>();
        for (String option : words) {
            String plain = OptionWords.unquoted(option);
            if (opens.test(plain)) {
                LOG.log(Level.WARNING, "{0}: workers do not get {1}: two processes cannot open one port", name, option);
            } else if (OptionFile.isNamedBy(plain)
                    && OptionFile.options(plain).stream().anyMatch(opens)) {
                LOG.log(Level.WARNING, "{0}: workers do not get what opens a port in {1}", name, option);
                OptionFile.options(plain).stream()
                        .filter(inside -> !opens.test(inside))
                        .forEach(inside -> kept.add('"' + inside + '"'));
            } else {
                kept.add(option);
            }
        }
        return kept.equals(words) ? value : String.join(" ", kept);
    }
}
