package io.baton.master;

import io.baton.master.cli.BatonCommand;
import io.baton.master.cli.ExitCode;
import io.baton.master.config.MasterConfig;
import io.baton.master.config.Operator;
import io.baton.master.home.DirectoryTree;
import io.baton.master.home.Home;
import io.baton.master.home.TemporaryPlace;
import io.baton.master.jvm.MasterCommand;
import io.baton.master.jvm.WorkerLibrary;
import io.baton.master.output.Console;
import io.baton.master.output.LogFiles;
import io.baton.master.output.Pipes;
import io.baton.protocol.posix.OwnStart;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs a small master for a moment, with one worker and one client, in a process that records an archive of its classes when it
 * ends. The master that starts from the archive then finds there all that a master uses. Without it the first program that takes
 * over from a new jar keeps its clients waiting for twice as long.
 */
final class RehearsedMaster {

    /** A worker is ready after a second. A rehearsal that takes much longer ends without an archive. */
    private static final int LIMIT_MS = 12_000;

    private static final long LAST_LINES_MS = 500;
    private static final long RETRY_MS = 10;

    private RehearsedMaster() {}

    /** Rehearses if this JVM records an archive. On the main thread, before this process ends. */
    static void runIfRecording() {
        try {
            if (MasterCommand.records(OwnStart.commandLine())) {
                Path place = TemporaryPlace.create();
                try {
                    run(place, place.resolve("s"));
                } finally {
                    DirectoryTree.delete(place);
                }
            }
        } catch (IOException e) {
            System.err.println("baton: no rehearsal: " + e.getMessage());
        }
    }

    private static void run(Path place, Path socket) {
        String[] command = {
            "run", "--name=rehearsal", "--listen=unix:" + socket, "--instances=1", "--spares=0", "--archive=off"
        };
        int unused =
                BatonCommand.execute(command, config -> ForegroundMaster.reporting(() -> run(config, place, socket)));
    }

    private static int run(MasterConfig config, Path place, Path socket) throws IOException {
        WorkerLibrary library = ForegroundMaster.library(Home.of(Operator.environment()));
        Ending ending = new Ending();
        ending.within(LIMIT_MS, "the rehearsal", ExitCode.FAILED);
        Console console = Console.ofThisProcess();
        Pipes pipes = new Pipes(console, LogFiles.ofForeground());
        try {
            Master master = new Master(config, place, null, library, pipes, ending, null);
            new OperatorSignals(master, pipes.files()).hear();
            master.start();
            request(socket);
            master.stop().ask("the rehearsal is over");
            int code = ending.await();
            master.release();
            return code;
        } finally {
            pipes.stop(LAST_LINES_MS);
            console.stop(LAST_LINES_MS);
        }
    }

    /** One connection to the worker, with one request. */
    private static void request(Path socket) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
        try (SocketChannel client = connected(address)) {
            client.write(ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(1024);
            while (client.read(answer.clear()) > 0) {
                // To its end.
            }
        }
    }

    private static SocketChannel connected(UnixDomainSocketAddress address) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
        while (true) {
            try {
                return SocketChannel.open(address);
            } catch (IOException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MS));
            }
        }
    }
}
