package io.baton.master.config;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a master runs.
 *
 * @param listen where clients come, and how their connections come to workers
 * @param workers how many, {@code 1..1024}
 * @param spares workers without traffic that take a dead one's seat, {@code 0..1024}; empty: as many as seem right
 * @param application what workers run, null for the built-in application
 * @param workerOptions {@code --name}, value, ... for the application
 * @param archive whether to train and use a class-data archive
 * @param supervision how workers are kept alive, replaced and let go
 * @param logging what stands in the log
 */
public record RunConfig(
        Listen listen,
        int workers,
        OptionalInt spares,
        @Nullable Application application,
        List<String> workerOptions,
        boolean archive,
        Supervision supervision,
        Logging logging) {

    private static final int MAX_WORKERS = 1024;
    private static final String BUILT_IN = "baton";

    public RunConfig {
        if (workers < 1 || workers > MAX_WORKERS) {
            throw new ConfigException("instances: " + workers + " (expected: 1.." + MAX_WORKERS + ")");
        }
        if (spares.isPresent() && (spares.getAsInt() < 0 || spares.getAsInt() > MAX_WORKERS)) {
            throw new ConfigException("spares: " + spares.getAsInt() + " (expected: 0.." + MAX_WORKERS + ")");
        }
        if (spares.orElse(0) > 0 && listen.mode() != Mode.HANDOFF) {
            throw new ConfigException("spares: " + spares.getAsInt() + " (expected: 0 in mode " + listen.mode()
                    + ", in which every worker accepts)");
        }
        workerOptions = List.copyOf(workerOptions);
        if (application != null && application.isNode()) {
            requireFitForNode(listen, workerOptions);
        } else {
            requireFitForJava(listen, supervision);
        }
    }

    /** What the application is called: its file, without the ending. */
    public String name() {
        return application == null ? BUILT_IN : application.name();
    }

    /** Whether Node runs the application. */
    public boolean isNode() {
        return application != null && application.isNode();
    }

    /** Whether the master opens the operator's port itself, and not when a program asks for it. */
    public boolean opensPort() {
        return !isNode() || listen.sticky();
    }

    /** Whether what one worker says is passed on to the others. */
    public boolean relays() {
        return application != null && application.relay();
    }

    private static void requireFitForJava(Listen listen, Supervision supervision) {
        if (listen.sticky()) {
            throw new ConfigException("--sticky: expected with a Node program that uses @socket.io/sticky");
        }
        if (!supervision.stopSignal().isNone()) {
            throw new ConfigException("stop-signal: " + supervision.stopSignal()
                    + " (expected: none, a JVM worker is told to leave over its channel)");
        }
    }

    private static void requireFitForNode(Listen listen, List<String> workerOptions) {
        if (listen.host() != null && !listen.sticky()) {
            throw new ConfigException(
                    "host: " + listen.host() + " (expected: none, a Node application says itself where it listens)");
        }
        if (listen.mode() == Mode.REUSEPORT) {
            throw new ConfigException("mode: reuseport (expected: handoff or shared for a Node application)");
        }
        if (!workerOptions.isEmpty()) {
            throw new ConfigException(workerOptions.get(0) + ": not for a Node application");
        }
    }
}
