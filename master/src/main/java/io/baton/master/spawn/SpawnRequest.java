package io.baton.master.spawn;

import io.baton.protocol.posix.PosixSpawn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process to start.
 *
 * @param file the program: a path, or a name that is looked up in this process's PATH
 * @param command the command line that the process sees, its own name first
 * @param environment all of its variables as {@code NAME=value}, except those that name the channel
 * @param wiring its descriptors
 * @param directory where it works; null for the directory in which this JVM was started
 * @param group the processes that get a terminal's signals together with it
 * @param priority how much it matters
 * @param description begins the message of the error if it cannot be started
 */
public record SpawnRequest(
        String file,
        List<String> command,
        List<String> environment,
        Wiring wiring,
        @Nullable String directory,
        PosixSpawn.Group group,
        Priority priority,
        String description) {

    private static final String SHELL = "/bin/sh";

    public SpawnRequest {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
    }

    /**
     * A worker.
     *
     * @param background whether no client depends on it: it runs when the machine is idle, and its output is thrown away
     */
    public SpawnRequest(List<String> command, List<String> environment, boolean background) {
        this(
                command.get(0),
                command,
                environment,
                background ? Wiring.SILENT : Wiring.WORKER,
                null,
                PosixSpawn.Group.OWN,
                background ? Priority.BACKGROUND : Priority.WORKER,
                "posix_spawnp(" + command.get(0) + ")");
    }

    /** The same in another directory. */
    public SpawnRequest in(String place) {
        return new SpawnRequest(file, command, environment, wiring, place, group, priority, description);
    }

    /** Whether the file is a path, and not a name to look up. */
    boolean hasPath() {
        return file.indexOf('/') >= 0;
    }

    /** The same request for a script whose first line names no interpreter: a shell runs it, as with execvp(3). */
    SpawnRequest asShellScript() {
        List<String> line = new ArrayList<>(List.of(SHELL, file));
        line.addAll(command.subList(1, command.size()));
        return new SpawnRequest(SHELL, line, environment, wiring, directory, group, priority, description);
    }

    /** All variables, those included that name the channel (node-ipc). */
    List<String> variables() {
        List<String> variables = new ArrayList<>(environment);
        if (wiring.channel()) {
            variables.add("NODE_CHANNEL_FD=" + Wiring.CHANNEL_NUMBER);
            variables.add("NODE_CHANNEL_SERIALIZATION_MODE=json");
        }
        return variables;
    }
}
