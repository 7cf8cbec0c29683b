package io.baton.master.config;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a master runs.
 *
 * @param host an address or name to listen on, null for every address
 * @param port {@code 0..65535}, 0 for any free one
 * @param workers how many, {@code 1..1024}
 * @param spares workers without traffic that take a dead one's seat, {@code 0..1024}; empty: as many as seem right
 * @param application a jar with an application to serve, null for the built-in one
 * @param workerOptions {@code --name}, value, ... for the application
 * @param archive whether to train and use a class-data archive
 * @param supervision how workers are kept alive, replaced and let go
 */
public record RunConfig(
        @Nullable String host,
        int port,
        int workers,
        OptionalInt spares,
        @Nullable Path application,
        List<String> workerOptions,
        boolean archive,
        Supervision supervision) {

    private static final int MAX_WORKERS = 1024;

    public RunConfig {
        if (port < 0 || port > 65535) {
            throw new ConfigException("port: " + port + " (expected: 0..65535)");
        }
        if (workers < 1 || workers > MAX_WORKERS) {
            throw new ConfigException("instances: " + workers + " (expected: 1.." + MAX_WORKERS + ")");
        }
        if (spares.isPresent() && (spares.getAsInt() < 0 || spares.getAsInt() > MAX_WORKERS)) {
            throw new ConfigException("spares: " + spares.getAsInt() + " (expected: 0.." + MAX_WORKERS + ")");
        }
        workerOptions = List.copyOf(workerOptions);
    }
}
