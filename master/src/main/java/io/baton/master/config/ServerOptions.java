package io.baton.master.config;

import io.baton.protocol.WorkerOption;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the operator says about a server that knows nothing of Baton, as its agent reads it: {@code name=value}. */
final class ServerOptions {

    /** What no other program has. */
    private static final List<Key<?>> SERVERS_ONLY = List.of(Keys.READY_PATH, Keys.OWN_PORTS, Keys.OBSERVE);

    /** A framework reads and connects much before it listens, and a machine that starts several is slow. */
    private static final String READY_TIMEOUT = "3m";

    private ServerOptions() {}

    /** The same with the defaults of servers, where they are other ones. */
    static Settings withDefaults(Settings settings) {
        return settings.given(Keys.READY_TIMEOUT) != null
                ? settings
                : new Settings.Builder(settings)
                        .add(Keys.READY_TIMEOUT, READY_TIMEOUT, Source.DEFAULT)
                        .build();
    }

    /**
     * Requires that none is set that only a server has.
     *
     * @param what the application is
     * @throws ConfigException if one is set
     */
    static void requireNone(Settings settings, String what) {
        for (Key<?> key : SERVERS_ONLY) {
            if (settings.given(key) != null) {
                throw new ConfigException(settings.source(key) + ": not for " + what
                        + " (expected: a server that knows nothing of Baton)");
            }
        }
        ServicePort port = settings.get(Keys.PORT);
        if (port.isMapped()) {
            throw new ConfigException(settings.source(Keys.PORT) + ": " + port + " (expected: one port, " + what
                    + " has no other one inside)");
        }
    }

    /**
     * The options that are set.
     *
     * @throws ConfigException if one is set that only Baton's own workers know
     */
    static List<String> of(Settings settings) {
        List<String> options = new ArrayList<>();
        for (Key<?> key : Keys.all()) {
            Object value = key.scope() == Scope.WORKER ? settings.given(key) : null;
            if (value != null && key.toString().equals(WorkerOption.DRAIN_BUDGET.toString())) {
                options.add("drain-budget=" + value);
            } else if (value != null && !value.equals(false)) {
                throw new ConfigException(settings.source(key) + ": not for a server that knows nothing of Baton");
            }
        }
        requireHandoff(settings, Keys.READY_PATH);
        requireHandoff(settings, Keys.WARM_UP);
        String path = settings.given(Keys.READY_PATH);
        if (path != null) {
            options.add("ready-path=" + encoded(path));
        }
        List<String> requests = settings.given(Keys.WARM_UP);
        for (String request : requests == null ? List.<String>of() : requests) {
            options.add("warm-up=" + encoded(request));
        }
        String ports = settings.given(Keys.OWN_PORTS);
        if (ports != null) {
            requireShared(settings, ports);
            options.add("own-ports=" + encoded(ports));
        }
        if (!settings.get(Keys.OBSERVE)) {
            options.add("observe=off");
        }
        return List.copyOf(options);
    }

    /** A request that a worker makes to a socket which all of them accept from would be answered by any of them. */
    private static void requireHandoff(Settings settings, Key<?> key) {
        if (settings.given(key) != null && settings.get(Keys.MODE) != Mode.HANDOFF) {
            throw new ConfigException(settings.source(key) + ": not in mode " + settings.get(Keys.MODE)
                    + " (expected: mode handoff, in which a worker can ask itself)");
        }
    }

    /** Clients of a port that each worker binds would find one of them only, and the others would never be ready. */
    private static void requireShared(Settings settings, String ports) {
        ServicePort port = settings.given(Keys.PORT);
        if (port != null && OwnPorts.contains(ports, port.inside())) {
            throw new ConfigException(settings.source(Keys.OWN_PORTS) + ": " + ports + " (expected: other ports than "
                    + port.inside() + " of " + settings.source(Keys.PORT) + ", which the workers share)");
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
