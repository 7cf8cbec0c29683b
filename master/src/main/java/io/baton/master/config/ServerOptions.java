package io.baton.master.config;

import io.baton.protocol.WorkerOption;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the operator says about a server that knows nothing of Baton, as its agent reads it: {@code name=value}. */
final class ServerOptions {

    private ServerOptions() {}

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
                throw new ConfigException(settings.source(key) + ": not for a server that Baton did not build");
            }
        }
        String path = settings.given(Keys.READY_PATH);
        if (path != null) {
            options.add("ready-path=" + encoded(path));
        }
        String ports = settings.given(Keys.OWN_PORTS);
        if (ports != null) {
            options.add("own-ports=" + encoded(ports));
        }
        if (!settings.get(Keys.OBSERVE)) {
            options.add("observe=off");
        }
        return List.copyOf(options);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
