package io.baton.master.spawn;

import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.PosixSpawn;
import io.baton.protocol.posix.Processes;
import java.util.List;

/** Runs a program for its exit status alone. It reads and prints nothing. */
public final class SilentRun {

    private SilentRun() {}

    /**
     * Starts a program and waits until it has ended. Blocks: not on the conductor.
     *
     * @param environment all of its variables as {@code NAME=value}
     * @throws PosixException if the program could not be started
     */
    public static ExitStatus of(List<String> command, List<String> environment) throws PosixException {
        try (Wires wires = new Wires();
                PosixSpawn spawn = new PosixSpawn(command, environment)) {
            Child child = wires.connect(spawn, Wiring.UNCONNECTED, "posix_spawnp(" + command.get(0) + ")");
            return ExitStatus.of(Processes.waitpidBlocking(child.pid()));
        }
    }
}
