package io.baton.master.spawn;

import io.baton.protocol.Figures;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.MemoryFile;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.PosixSpawn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pipes, the channel and the file of figures between this process and one child. All descriptors are
 * close-on-exec: only {@link PosixSpawn} passes them on.
 *
 * <p>{@link #close} closes this process's copies of the child's ends: as long as they are open, this process cannot read the end
 * of a pipe. If no child was started, it closes the ends of this process too. Used once, on one thread.
 */
final class Wires implements AutoCloseable {

    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final int ERROR = 2;

    private final List<Fd> childEnds = new ArrayList<>();
    private final List<Fd> ourEnds = new ArrayList<>();

    /**
     * Gives a child its ends and starts it.
     *
     * @return the child; the caller owns the ends of this process that it holds
     * @throws PosixException if the child could not be started, with {@code description}; nothing is left of it
     */
    Child connect(PosixSpawn spawn, Wiring wiring, String description) throws PosixException {
        Fd input = stream(spawn, wiring.input(), INPUT);
        Fd output = stream(spawn, wiring.output(), OUTPUT);
        Fd error = stream(spawn, wiring.error(), ERROR);
        Fd channel = wiring.channel() ? channel(spawn) : null;
        Fd figures = wiring.figures() ? figures(spawn) : null;
        Child child = new Child(spawn.spawn(description), channel, input, output, error, figures, false);
        ourEnds.clear();
        return child;
    }

    @Override
    public void close() {
        close(childEnds);
        close(ourEnds);
    }

    /** No lambda: it would be the first of a JVM that lives for some milliseconds. */
    private static void close(List<Fd> ends) {
        for (Fd end : ends) {
            end.close();
        }
    }

    private @Nullable Fd stream(PosixSpawn spawn, StandardStream stream, int number) throws PosixException {
        switch (stream.kind()) {
            case PIPE -> {
                return pipe(spawn, number);
            }
            case NULL_DEVICE -> spawn.nullDevice(number);
            case FILE -> spawn.appendTo(String.valueOf(stream.file()), number);
            case INHERITED -> {}
        }
        return null;
    }

    private Fd pipe(PosixSpawn spawn, int number) throws PosixException {
        Fd[] pipe = Libc.pipe();
        boolean childReads = number == INPUT;
        Fd ours = pipe[childReads ? 1 : 0];
        ourEnds.add(ours);
        pass(spawn, pipe[childReads ? 0 : 1], number);
        Libc.setNonBlocking(ours);
        return ours;
    }

    private Fd channel(PosixSpawn spawn) throws PosixException {
        Fd[] pair = Libc.socketpair();
        ourEnds.add(pair[0]);
        pass(spawn, pair[1], Wiring.CHANNEL_NUMBER);
        return pair[0];
    }

    /** Null if there can be none: the child serves all the same, and counts nothing. */
    private @Nullable Fd figures(PosixSpawn spawn) throws PosixException {
        Fd file;
        try {
            Path elsewhere = Path.of(System.getProperty("java.io.tmpdir"));
            file = MemoryFile.of(Figures.FILE, elsewhere, new byte[Figures.LENGTH * Long.BYTES]);
        } catch (PosixException e) {
            return null;
        }
        ourEnds.add(file);
        Fd copy = PosixSpawn.outOfTheWay(file);
        childEnds.add(copy);
        spawn.pass(copy, Figures.DESCRIPTOR);
        return file;
    }

    private void pass(PosixSpawn spawn, Fd childEnd, int number) throws PosixException {
        try (childEnd) {
            Fd copy = PosixSpawn.outOfTheWay(childEnd);
            childEnds.add(copy);
            spawn.pass(copy, number);
        }
    }
}
