package io.baton.master.spawn;

import io.baton.protocol.Figures;
import io.baton.protocol.posix.PosixSpawn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process to start.
 *
 * @param file the program: a path, or a name that is looked up in this process's PATH
 * @param command the command line that the process sees, its own name first
 * @param environment all of its variables as {@code NAME=value}, except those that name the channel and the file to count in
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

    /** The same, if it is a worker's: of one that can count what it does. */
    public SpawnRequest counting() {
        return wiring.equals(Wiring.WORKER) ? wired(Wiring.COUNTING) : this;
    }

    /** The same of a process that need not count, because nobody looks. */
    public SpawnRequest uncounted() {
        return wiring.equals(Wiring.COUNTING) ? wired(Wiring.WORKER) : this;
    }

    private SpawnRequest wired(Wiring other) {
        return new SpawnRequest(file, command, environment, other, directory, group, priority, description);
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

    /** All variables, those included that name the channel (node-ipc) and the file to count in. */
    List<String> variables() {
        List<String> variables = new ArrayList<>(environment);
        if (wiring.channel()) {
            variables.add("NODE_CHANNEL_FD=" + Wiring.CHANNEL_NUMBER);
            variables.add("NODE_CHANNEL_SERIALIZATION_MODE=json");
        }
        if (wiring.figures()) {
            variables.add(Figures.VARIABLE + "=" + Figures.DESCRIPTOR);
        }
        return variables;
    }
}
