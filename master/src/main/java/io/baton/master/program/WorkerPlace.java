package io.baton.master.program;

import io.baton.master.config.ConfigException;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.Surroundings;
import io.baton.master.jvm.Jdk;
import io.baton.master.spawn.SpawnRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the workers of an application run: in which directory, on which JVM, with which variables. What cannot be is told
 * before a port opens, and again at each start of a worker.
 *
 * @param directory null for that of the master
 * @param jdk the JVM of workers that are Baton's own
 * @param environment their variables
 */
public record WorkerPlace(@Nullable Path directory, Jdk jdk, Map<String, String> environment) {

    private static final String EXPECTED = " (expected: a directory that this user may enter)";

    /**
     * Looks whether everything is there. May start a JVM to ask for its version: not on the conductor.
     *
     * @throws ConfigException if something is not
     */
    public static WorkerPlace of(GroupConfig config) {
        Surroundings surroundings = config.surroundings();
        Path directory = surroundings.directory();
        String fault = fault(directory);
        if (fault != null) {
            throw new ConfigException(fault);
        }
        Map<String, String> environment = environment(surroundings);
        Jdk jdk = config.isNode() ? Jdk.OWN : Jdk.of(surroundings.java(), environment);
        return new WorkerPlace(directory, jdk, environment);
    }

    /** The place of workers that Baton needs for itself: that of the master. */
    public static WorkerPlace masters(Surroundings surroundings) {
        return new WorkerPlace(null, Jdk.OWN, surroundings.environment());
    }

    /**
     * A worker's start in this place.
     *
     * @throws IOException if the directory is gone, or cannot be entered any more
     */
    SpawnRequest of(SpawnRequest request) throws IOException {
        if (directory == null) {
            return request;
        }
        String fault = fault(directory);
        if (fault != null) {
            throw new IOException(fault);
        }
        return request.in(directory.toString());
    }

    private static @Nullable String fault(@Nullable Path directory) {
        if (directory == null) {
            return null;
        }
        if (!Files.exists(directory)) {
            return "cwd: " + directory + " does not exist" + EXPECTED;
        }
        if (!Files.isDirectory(directory)) {
            return "cwd: " + directory + " is no directory" + EXPECTED;
        }
        return Files.isExecutable(directory) ? null : "cwd: " + directory + " may not be entered" + EXPECTED;
    }

    /** With the directory as a shell would name it: programs believe {@code PWD} if it leads to where they are. */
    private static Map<String, String> environment(Surroundings surroundings) {
        Path directory = surroundings.directory();
        if (directory == null) {
            return surroundings.environment();
        }
        Map<String, String> all = new HashMap<>(surroundings.environment());
        try {
            all.put("PWD", directory.toRealPath().toString());
        } catch (IOException e) {
            all.remove("PWD");
        }
        return Map.copyOf(all);
    }
}
