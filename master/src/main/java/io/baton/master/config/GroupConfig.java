package io.baton.master.config;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One application: what its workers run, where they serve, and how they are kept alive. A name tells it from the others of
 * its master.
 *
 * @param name in commands and the log
 * @param listeners where its clients connect, with different names; a Node program opens them itself, except with
 *     {@link Delivery#sticky}, and the first one's port is its {@code PORT} then
 * @param delivery how connections come to workers
 * @param workers how many, {@code 1..1024}
 * @param spares workers without traffic that replace one that dies, {@code 0..1024}; empty: as many as seem right
 * @param application what workers run, null for the built-in application
 * @param workerOptions {@code --name}, value, ... for the application
 * @param jvm what the workers' JVMs are told
 * @param supervision how workers are kept alive, replaced and let go
 * @param logs where the lines that workers print are kept
 * @param shared where the state is kept that the workers share
 * @param surroundings the environment and the directory of the workers
 */
public record GroupConfig(
        String name,
        List<ListenConfig> listeners,
        Delivery delivery,
        int workers,
        OptionalInt spares,
        @Nullable Application application,
        List<String> workerOptions,
        JvmOptions jvm,
        Supervision supervision,
        LogKeeping logs,
        SharedConfig shared,
        Surroundings surroundings) {

    /** One worker of the built-in application, with everything as by default. */
    public static final GroupConfig BUILT_IN = new GroupConfig(
            ApplicationName.BUILT_IN,
            List.of(ListenConfig.DEFAULT),
            Delivery.DEFAULT,
            1,
            OptionalInt.of(0),
            null,
            List.of(),
            JvmOptions.DEFAULT,
            Supervision.DEFAULT,
            LogKeeping.DEFAULT,
            SharedConfig.DEFAULT,
            Surroundings.NONE);

    public GroupConfig {
        Keys.NAME.require(name);
        Instances.requireWorkers(workers);
        if (spares.isPresent()) {
            Keys.SPARES.require((long) spares.getAsInt());
        }
        if (spares.orElse(0) > 0 && delivery.mode() != Mode.HANDOFF) {
            throw new ConfigException("spares: " + spares.getAsInt() + " (expected: 0 in mode " + delivery.mode()
                    + ", in which every worker accepts)");
        }
        if (spares.orElse(0) > 0 && dependsOnSlot(jvm, application, surroundings)) {
            throw new ConfigException("spares: " + spares.getAsInt()
                    + " (expected: 0 with {{index}}, because a spare starts before it has a slot)");
        }
        listeners = List.copyOf(listeners);
        workerOptions = List.copyOf(workerOptions);
        ListenerSet.requireDifferent(listeners);
        if (jvm.splitsHeap()) {
            long unused = jvm.heapMb(workers);
        }
        FixedPorts.requireNone(
                Keys.JVM_ARGS.name(), jvm.arguments(), workers, application != null && application.isServer());
        if (application != null && application.listensItself()) {
            ProgramFit.requireListensItself(application, listeners, delivery, workerOptions);
            jvm.requireFitFor(application.nodeArguments());
            ProgramFit.requireFitForServer(application, delivery, supervision);
        } else {
            ProgramFit.requireFitForJava(listeners, delivery, supervision);
        }
        ProgramFit.requireFitForMetrics(application, delivery, supervision);
    }

    /** The same with another number of workers. */
    public GroupConfig withWorkers(int number) {
        return with(number, surroundings);
    }

    /** The same in other surroundings. */
    public GroupConfig in(Surroundings others) {
        return with(workers, others);
    }

    private GroupConfig with(int number, Surroundings others) {
        return new GroupConfig(
                name,
                listeners,
                delivery,
                number,
                spares,
                application,
                workerOptions,
                jvm,
                supervision,
                logs,
                shared,
                others);
    }

    /**
     * One application as an operator wants it.
     *
     * @param application what its workers run, null for the built-in application
     */
    public static GroupConfig of(Settings settings, @Nullable Application application, Surroundings surroundings) {
        if (application != null && application.isNode()) {
            ProgramFit.requireNoneOf(settings, List.of(Keys.JAVA, Keys.JVM_ARGS, Keys.CPUS), "a Node application");
        }
        boolean server = application != null && application.isServer();
        if (!server) {
            ServerOptions.requireNone(settings, ProgramFit.what(application));
        }
        Settings wanted = server ? ServerOptions.withDefaults(settings) : settings;
        String name = settings.given(Keys.NAME);
        Long spares = settings.given(Keys.SPARES);
        return new GroupConfig(
                name != null ? name : application == null ? ApplicationName.BUILT_IN : application.name(),
                ListenerSet.of(settings, application, surroundings),
                Delivery.of(settings),
                Instances.workers(settings, application == null),
                spares == null ? OptionalInt.empty() : OptionalInt.of(spares.intValue()),
                application,
                server ? ServerOptions.of(settings) : workerOptions(settings),
                JvmOptions.of(settings),
                Supervision.of(wanted),
                LogKeeping.of(settings, surroundings),
                SharedConfig.of(settings),
                surroundings.with(settings));
    }

    /** Whether Node runs the application. */
    public boolean isNode() {
        return application != null && application.isNode();
    }

    /** Whether the application is a server that knows nothing of Baton. */
    public boolean isServer() {
        return application != null && application.isServer();
    }

    private boolean listensItself() {
        return application != null && application.listensItself();
    }

    /** The listeners that the master opens, and not a program when it asks for one. */
    public List<ListenConfig> opened() {
        return listensItself() && !delivery.sticky() ? List.of() : listeners;
    }

    /** The port that a program which listens itself is told, if the operator named one. */
    public OptionalInt programsPort() {
        int inside = application == null ? 0 : application.inside();
        return inside != 0 ? OptionalInt.of(inside) : clientsPort();
    }

    /** The port where the clients of a program connect that listens itself, if the operator named one. */
    public OptionalInt clientsPort() {
        return listensItself() && !listeners.isEmpty()
                ? OptionalInt.of(listeners.get(0).port())
                : OptionalInt.empty();
    }

    /** Whether each slot's worker is started with other arguments or variables than those with the slot's number. */
    public boolean dependsOnSlot() {
        return dependsOnSlot(jvm, application, surroundings);
    }

    private static boolean dependsOnSlot(JvmOptions jvm, @Nullable Application application, Surroundings surroundings) {
        List<String> texts = new ArrayList<>(jvm.arguments());
        if (application != null) {
            texts.addAll(application.nodeArguments());
            texts.addAll(application.arguments());
        }
        texts.addAll(surroundings.environment().values());
        for (String text : texts) {
            if (SlotText.dependsOnSlot(text)) {
                return true;
            }
        }
        return false;
    }

    /** Whether what one worker says is passed on to the others. */
    public boolean relays() {
        return application != null && application.relay();
    }

    /** What was decided for the workers, in the order of the table. */
    private static List<String> workerOptions(Settings settings) {
        List<String> options = new ArrayList<>();
        for (Key<?> key : Keys.all()) {
            Object value = key.scope() == Scope.WORKER ? settings.given(key) : null;
            if (value != null && !value.equals(false)) {
                options.add("--" + key);
                options.add(value.toString());
            }
        }
        return options;
    }
}
