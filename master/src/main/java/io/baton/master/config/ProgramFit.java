package io.baton.master.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which parts of a configuration fit which kind of program. Each method throws {@link ConfigException} if one does not. */
final class ProgramFit {

    private static final String STICKY = "--sticky: expected with a Node program that uses @socket.io/sticky";
    private static final String TOLD = " (expected: none, a JVM worker is told to leave over its channel)";

    private ProgramFit() {}

    /** What serves its own metrics over HTTP can be asked by the master. */
    static void requireFitForMetrics(@Nullable Application application, Delivery delivery, Supervision supervision) {
        String path = supervision.metricsPath();
        if (path != null && (application == null || !application.listensItself())) {
            throw new ConfigException(
                    "metrics-path: " + path
                            + " (expected: with a server or a Node program; an application for Baton's workers has a method metrics())");
        } else if (path != null && delivery.mode() != Mode.HANDOFF) {
            throw new ConfigException(
                    "metrics-path: " + path + " (expected: mode handoff, in which one worker can be asked)");
        }
    }

    /** None of these keys was given. */
    static void requireNoneOf(Settings settings, List<Key<?>> keys, String what) {
        for (Key<?> key : keys) {
            if (settings.given(key) != null) {
                throw new ConfigException(settings.source(key) + ": not for " + what);
            }
        }
    }

    /** What Baton's own worker needs, and cannot do. */
    static void requireFitForJava(List<ListenConfig> listeners, Delivery delivery, Supervision supervision) {
        if (listeners.isEmpty()) {
            throw new ConfigException("listeners: none (expected: at least one for a JVM worker)");
        }
        for (ListenConfig listener : listeners) {
            if (listener.isPath() && delivery.mode() == Mode.REUSEPORT) {
                throw new ConfigException("listen: " + listener.address().url()
                        + " (expected: HOST:PORT in mode reuseport, in which each worker binds it)");
            }
        }
        if (delivery.sticky()) {
            throw new ConfigException(STICKY);
        }
        if (!supervision.stopSignal().isNone()) {
            throw new ConfigException("stop-signal: " + supervision.stopSignal() + TOLD);
        }
    }

    /** What the workers run, in words. */
    static String what(@Nullable Application application) {
        if (application == null) {
            return "the built-in application";
        }
        return switch (application.kind()) {
            case JAR -> "an application for Baton's workers";
            case NODE -> "a Node application";
            case SERVER -> "a server";
        };
    }

    /** What a server that knows nothing of Baton cannot do. */
    static void requireFitForServer(Application application, Delivery delivery, Supervision supervision) {
        if (application.isServer() && delivery.sticky()) {
            throw new ConfigException(STICKY);
        }
        if (application.isServer() && !supervision.stopSignal().isNone()) {
            throw new ConfigException("stop-signal: " + supervision.stopSignal() + TOLD);
        }
    }

    /** What a program that opens its listeners itself needs, and cannot do. */
    static void requireListensItself(
            Application application, List<ListenConfig> listeners, Delivery delivery, List<String> workerOptions) {
        String what = what(application);
        for (ListenConfig listener : listeners) {
            if (application.isServer() && listener.port() == 0) {
                throw new ConfigException(
                        "port: 0 (expected: 1..65535 for " + what + ", each worker has port 0 alone)");
            }
            if (listener.host() != null && !delivery.sticky()) {
                throw new ConfigException((listener.isPath() ? "listen: " : "host: ") + listener.host()
                        + " (expected: none, " + what + " says itself where it listens)");
            }
        }
        if (listeners.isEmpty() && delivery.sticky()) {
            throw new ConfigException("listeners: none (expected: one with --sticky)");
        }
        if (delivery.mode() == Mode.REUSEPORT) {
            throw new ConfigException("mode: reuseport (expected: handoff or shared for " + what + ")");
        }
        if (!workerOptions.isEmpty() && application.isNode()) {
            throw new ConfigException(workerOptions.get(0) + ": not for " + what);
        }
    }
}
