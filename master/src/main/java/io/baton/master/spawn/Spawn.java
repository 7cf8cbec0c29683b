package io.baton.master.spawn;

import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.PosixSpawn;

/**
 * Starts one process as a {@link SpawnRequest} says, and waits until it is executed. The kernel takes the calling thread for its
 * parent (PR_SET_PDEATHSIG). Loads few classes: a JVM that lives for some milliseconds uses it too.
 */
final class Spawn {

    private Spawn() {}

    /**
     * Starts the process. A file that the kernel cannot execute is run by a shell, as with execvp(3).
     *
     * @return the process, with this process's ends of its wires; the caller owns them
     * @throws PosixException if it could not be started; nothing is left of it
     */
    static Child of(SpawnRequest request) throws PosixException {
        try {
            return execute(request);
        } catch (PosixException e) {
            if (e.errno() != Errno.ENOEXEC || !request.hasPath()) {
                throw e;
            }
            return execute(request.asShellScript());
        }
    }

    private static Child execute(SpawnRequest request) throws PosixException {
        try (Wires wires = new Wires();
                PosixSpawn spawn = new PosixSpawn(request.command(), request.variables())) {
            spawn.program(request.file()).group(request.group());
            String directory = request.directory();
            if (directory != null) {
                spawn.directory(directory);
            }
            Child child = wires.connect(spawn, request.wiring(), request.description());
            request.priority().apply(child.pid());
            return child;
        }
    }
}
