package io.baton.master.spawn;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.PosixSpawn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors that connect a child with this process: a channel, and a pipe for each of its outputs. Closing closes the
 * child's ends, which the child has copies of by then, or the channel and the pipes would never end; and this process' ends
 * unless they were given away.
 */
final class Wires implements AutoCloseable {

    private static final int OUTPUT = 1;
    private static final int ERROR = 2;

    private final List<Fd> owned = new ArrayList<>();

    private @Nullable Child child;

    /** Has a child get its ends, its channel as {@code channelNumber}, and starts it. */
    Child connect(PosixSpawn spawn, int channelNumber, boolean silent) throws PosixException {
        Fd output = silent ? null : pipe(spawn, OUTPUT);
        Fd error = silent ? null : pipe(spawn, ERROR);
        if (silent) {
            spawn.nullDevice(OUTPUT).nullDevice(ERROR);
        }
        Fd[] pair = Libc.socketpair();
        owned.add(pair[0]);
        pass(spawn, pair[1], channelNumber);
        child = new Child(spawn.spawn(), pair[0], output, error);
        return child;
    }

    @Override
    public void close() {
        for (Fd fd : owned) {
            boolean given = child != null && (fd == child.channel() || fd == child.output() || fd == child.error());
            if (!given) {
                fd.close();
            }
        }
    }

    private Fd pipe(PosixSpawn spawn, int number) throws PosixException {
        Fd[] pipe = Libc.pipe();
        owned.add(pipe[0]);
        pass(spawn, pipe[1], number);
        Libc.setNonBlocking(pipe[0]);
        return pipe[0];
    }

    private void pass(PosixSpawn spawn, Fd childsEnd, int number) throws PosixException {
        try (childsEnd) {
            Fd copy = PosixSpawn.outOfTheWay(childsEnd);
            owned.add(copy);
            spawn.pass(copy, number);
        }
    }
}
