package io.baton.master.child;

import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.PosixSpawn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the pipes and the channel of a child and starts it. Closing closes everything that was made, except what a started
 * child's owner was given. Used once, on one thread.
 */
final class Birth implements AutoCloseable {

    private static final int CHANNEL_NUMBER = 3;
    private static final int STREAMS = 3;

    private final List<Fd> toClose = new ArrayList<>();

    /**
     * A child, and the parent's ends of what connects it, which are the receiver's.
     *
     * @param streams of each standard stream the parent's end, non-blocking, if it is a pipe
     */
    record Newborn(int pid, List<Optional<Fd>> streams, Optional<Fd> channel) {

        void closeAll() {
            streams.forEach(stream -> stream.ifPresent(Fd::close));
            channel.ifPresent(Fd::close);
        }
    }

    /** Blocks until the program runs or could not be executed. */
    Newborn start(Program program) throws PosixException {
        try {
            return execute(program);
        } catch (PosixException e) {
            if (e.errno() != Errno.ENOEXEC) {
                throw e;
            }
            return execute(program.asShellScript());
        }
    }

    private Newborn execute(Program program) throws PosixException {
        ChildOptions options = program.options();
        List<String> variables = program.variables();
        if (options.hasIpc()) {
            variables.add("NODE_CHANNEL_FD=" + CHANNEL_NUMBER);
            variables.add("NODE_CHANNEL_SERIALIZATION_MODE=json");
        }
        try (PosixSpawn spawn = new PosixSpawn(program.command(), variables)) {
            spawn.program(program.path());
            return execute(spawn, program);
        }
    }

    private Newborn execute(PosixSpawn spawn, Program program) throws PosixException {
        ChildOptions options = program.options();
        spawn.group(options.isDetached() ? PosixSpawn.Group.NEW_SESSION : PosixSpawn.Group.CALLERS);
        if (options.cwd() != null) {
            spawn.directory(options.cwd().toString());
        }
        List<Optional<Fd>> streams = new ArrayList<>();
        for (int number = 0; number < STREAMS; number++) {
            streams.add(stream(spawn, options.stdio().get(number), number));
        }
        Optional<Fd> channel = options.hasIpc() ? Optional.of(channel(spawn)) : Optional.empty();
        Newborn newborn = new Newborn(spawn.spawn(program.description()), streams, channel);
        streams.forEach(stream -> stream.ifPresent(toClose::remove));
        channel.ifPresent(toClose::remove);
        return newborn;
    }

    @Override
    public void close() {
        toClose.forEach(Fd::close);
    }

    private Optional<Fd> stream(PosixSpawn spawn, Stdio stdio, int number) throws PosixException {
        switch (stdio.kind()) {
            case PIPE -> {
                Fd[] pipe = Libc.pipe();
                boolean input = number == 0;
                Fd parents = pipe[input ? 1 : 0];
                toClose.add(parents);
                pass(spawn, pipe[input ? 0 : 1], number);
                Libc.setNonBlocking(parents);
                return Optional.of(parents);
            }
            case IGNORE -> spawn.nullDevice(number);
            case FILE -> spawn.appendTo(String.valueOf(stdio.file()), number);
            case INHERIT -> {}
        }
        return Optional.empty();
    }

    private Fd channel(PosixSpawn spawn) throws PosixException {
        Fd[] pair = Libc.socketpair();
        toClose.add(pair[0]);
        pass(spawn, pair[1], CHANNEL_NUMBER);
        return pair[0];
    }

    private void pass(PosixSpawn spawn, Fd childsEnd, int number) throws PosixException {
        try (childsEnd) {
            Fd copy = PosixSpawn.outOfTheWay(childsEnd);
            toClose.add(copy);
            spawn.pass(copy, number);
        }
    }
}
