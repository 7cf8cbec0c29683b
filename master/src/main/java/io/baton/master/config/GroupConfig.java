package io.baton.master.config;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
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
 * @param archive whether to train and use a class-data archive
 * @param supervision how workers are kept alive, replaced and let go
 */
public record GroupConfig(
        String name,
        List<ListenConfig> listeners,
        Delivery delivery,
        int workers,
        OptionalInt spares,
        @Nullable Application application,
        List<String> workerOptions,
        boolean archive,
        Supervision supervision) {

    private static final int MAX_WORKERS = 1024;
    private static final String BUILT_IN_NAME = "baton";

    /** One worker of the built-in application, with everything as by default. */
    public static final GroupConfig BUILT_IN = new GroupConfig(
            BUILT_IN_NAME,
            List.of(ListenConfig.DEFAULT),
            Delivery.DEFAULT,
            1,
            OptionalInt.of(0),
            null,
            List.of(),
            true,
            Supervision.DEFAULT);

    public GroupConfig {
        if (workers < 1 || workers > MAX_WORKERS) {
            throw new ConfigException("instances: " + workers + " (expected: 1.." + MAX_WORKERS + ")");
        }
        if (spares.isPresent() && (spares.getAsInt() < 0 || spares.getAsInt() > MAX_WORKERS)) {
            throw new ConfigException("spares: " + spares.getAsInt() + " (expected: 0.." + MAX_WORKERS + ")");
        }
        if (spares.orElse(0) > 0 && delivery.mode() != Mode.HANDOFF) {
            throw new ConfigException("spares: " + spares.getAsInt() + " (expected: 0 in mode " + delivery.mode()
                    + ", in which every worker accepts)");
        }
        listeners = List.copyOf(listeners);
        workerOptions = List.copyOf(workerOptions);
        requireDifferentNames(listeners);
        if (application != null && application.isNode()) {
            requireFitForNode(listeners, delivery, workerOptions);
        } else {
            requireFitForJava(listeners, delivery, supervision);
        }
    }

    /** What an application is called if the operator does not say: its file, without the ending. */
    public static String defaultName(@Nullable Application application) {
        return application == null ? BUILT_IN_NAME : application.name();
    }

    /** The same with another number of workers. */
    public GroupConfig withWorkers(int number) {
        return new GroupConfig(
                name, listeners, delivery, number, spares, application, workerOptions, archive, supervision);
    }

    /** Whether Node runs the application. */
    public boolean isNode() {
        return application != null && application.isNode();
    }

    /** The listeners that the master opens, and not a program when it asks for one. */
    public List<ListenConfig> opened() {
        return isNode() && !delivery.sticky() ? List.of() : listeners;
    }

    /** The port that a program which listens itself is told, if the operator named one. */
    public OptionalInt programsPort() {
        return isNode() && !listeners.isEmpty()
                ? OptionalInt.of(listeners.get(0).port())
                : OptionalInt.empty();
    }

    /** Whether what one worker says is passed on to the others. */
    public boolean relays() {
        return application != null && application.relay();
    }

    private static void requireDifferentNames(List<ListenConfig> listeners) {
        Set<String> names = new HashSet<>();
        for (ListenConfig listener : listeners) {
            if (!names.add(listener.name())) {
                throw new ConfigException(
                        "listener: " + listener.name() + " (expected: another name, a listener has it)");
            }
        }
    }

    private static void requireFitForJava(List<ListenConfig> listeners, Delivery delivery, Supervision supervision) {
        if (listeners.isEmpty()) {
            throw new ConfigException("listeners: none (expected: at least one for a JVM worker)");
        }
        if (delivery.sticky()) {
            throw new ConfigException("--sticky: expected with a Node program that uses @socket.io/sticky");
        }
        if (!supervision.stopSignal().isNone()) {
            throw new ConfigException("stop-signal: " + supervision.stopSignal()
                    + " (expected: none, a JVM worker is told to leave over its channel)");
        }
    }

    private static void requireFitForNode(List<ListenConfig> listeners, Delivery delivery, List<String> workerOptions) {
        for (ListenConfig listener : listeners) {
            if (listener.host() != null && !delivery.sticky()) {
                throw new ConfigException("host: " + listener.host()
                        + " (expected: none, a Node application says itself where it listens)");
            }
        }
        if (listeners.isEmpty() && delivery.sticky()) {
            throw new ConfigException("listeners: none (expected: one with --sticky)");
        }
        if (delivery.mode() == Mode.REUSEPORT) {
            throw new ConfigException("mode: reuseport (expected: handoff or shared for a Node application)");
        }
        if (!workerOptions.isEmpty()) {
            throw new ConfigException(workerOptions.get(0) + ": not for a Node application");
        }
    }
}
