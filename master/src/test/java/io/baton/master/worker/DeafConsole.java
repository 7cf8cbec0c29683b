package io.baton.master.worker;

import io.baton.master.config.GroupConfig;
import io.baton.master.home.Evidence;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.output.Console;
import io.baton.master.output.Pipes;
import io.baton.master.spawn.Child;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import java.nio.file.Path;

/** A console that writes into a pipe without a reader: a test's JVM has another use for its standard output. */
final class DeafConsole implements AutoCloseable {

    private final Fd end;
    private final Console console;
    private final Pipes pipes;

    DeafConsole() {
        try {
            Fd[] pipe = Libc.pipe();
            pipe[0].close();
            end = pipe[1];
        } catch (PosixException e) {
            throw new AssertionError(e);
        }
        console = Console.start(end, end);
        pipes = new Pipes(console);
    }

    /** The remains of a worker whose output is not shown. */
    Remains remains(Child child, ApplicationJournal journal) {
        return new Capture(pipes.of(GroupConfig.BUILT_IN, false), Evidence.in(Path.of("/proc/self/none")), journal)
                .begin(1, "worker", child, Runnable::run);
    }

    @Override
    public void close() {
        pipes.stop(1000);
        console.stop(1000);
        end.close();
    }
}
