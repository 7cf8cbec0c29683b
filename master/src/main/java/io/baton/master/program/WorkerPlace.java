package io.baton.master.program;

import io.baton.master.config.ConfigException;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.Surroundings;
import io.baton.master.home.Readers;
import io.baton.master.jvm.Jdk;
import io.baton.master.spawn.SpawnRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the workers of an application run: in which directory, on which JVM, with which variables. What cannot be is told
 * before a port opens, and again at each start of a worker.
 *
 * @param directory null for that of the master
 * @param jdk the JVM of workers that are Baton's own
 * @param environment their variables
 * @param user that they run as; null for the master's
 */
public record WorkerPlace(
        @Nullable Path directory, Jdk jdk, Map<String, String> environment, @Nullable OtherUser user) {

    private static final String EXPECTED = " (expected: a directory that this user may enter)";

    /**
     * Looks whether everything is there. May start a JVM to ask for its version: not on the conductor.
     *
     * @throws ConfigException if something is not
     * @throws IOException if this process may not or cannot start processes there
     */
    public static WorkerPlace of(GroupConfig config) throws IOException {
        Surroundings surroundings = config.surroundings();
        Path directory = surroundings.directory();
        String fault = fault(directory);
        if (fault != null) {
            throw new ConfigException(fault);
        }
        Map<String, String> environment = environment(surroundings);
        SearchPath path = new SearchPath(environment.getOrDefault("PATH", ""), directory);
        OtherUser user = OtherUser.of(surroundings.user(), path);
        if (user != null) {
            user.addTo(environment);
        }
        // A program that another user may change is run as that user, already when it is asked.
        Jdk jdk = config.isNode() ? Jdk.OWN : Jdk.of(surroundings.java(), environment, prefix(user));
        return new WorkerPlace(directory, jdk, Map.copyOf(environment), user);
    }

    /** The place of workers that Baton needs for itself: that of the master. */
    public static WorkerPlace masters(Surroundings surroundings) {
        return new WorkerPlace(null, Jdk.OWN, surroundings.environment(), null);
    }

    /**
     * A worker's start in this place.
     *
     * @throws IOException if the directory is gone, or cannot be entered any more
     */
    SpawnRequest of(List<String> command, List<String> variables) throws IOException {
        return of(command, variables, false);
    }

    /** As {@link #of(List, List)}, of a process that no client depends on. */
    SpawnRequest inBackground(List<String> command, List<String> variables) throws IOException {
        return of(command, variables, true);
    }

    private SpawnRequest of(List<String> command, List<String> variables, boolean background) throws IOException {
        List<String> all = new ArrayList<>(prefix());
        all.addAll(command);
        SpawnRequest request = new SpawnRequest(all, variables, background);
        if (directory == null) {
            return request;
        }
        String fault = fault(directory);
        if (fault != null) {
            throw new IOException(fault);
        }
        return request.in(directory.toString());
    }

    /** What stands before each command, so that it runs as the user of the workers. */
    List<String> prefix() {
        return prefix(user);
    }

    private static List<String> prefix(@Nullable OtherUser user) {
        return user == null ? List.of() : user.prefix();
    }

    /** The group that must be able to read what workers run; null if this user's own files are readable. */
    public @Nullable Readers readers() {
        return user == null ? null : new Readers(user.account().gid());
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
        Map<String, String> all = new HashMap<>(surroundings.environment());
        if (directory == null) {
            return all;
        }
        try {
            all.put("PWD", directory.toRealPath().toString());
        } catch (IOException e) {
            all.remove("PWD");
        }
        return all;
    }
}
