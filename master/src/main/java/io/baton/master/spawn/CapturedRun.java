package io.baton.master.spawn;

import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Poll;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.PosixSpawn;
import io.baton.protocol.posix.Processes;
import io.baton.protocol.posix.SystemText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program for what it prints. It blocks: not on the conductor.
 *
 * @param status how the program ended; null if it took too long and was killed
 * @param output the beginning of what it printed to both its outputs, as {@link SystemText}
 */
public record CapturedRun(@Nullable ExitStatus status, String output) {

    private static final int MOST_BYTES = 1 << 20;
    private static final int CHUNK = 8 * 1024;

    /**
     * Runs a program to its end.
     *
     * @param environment all of its variables as {@code NAME=value}
     * @param input what it reads from its standard input; borrowed
     * @param limitMs after this time its process group is killed
     * @throws PosixException if it could not be started
     */
    public static CapturedRun of(List<String> command, List<String> environment, Fd input, long limitMs)
            throws PosixException {
        return of(command, environment, Priority.EQUAL, input, limitMs);
    }

    /**
     * Runs a program without input to its end. No client depends on it, so it runs when the machine is idle.
     *
     * @throws PosixException if it could not be started
     */
    public static CapturedRun inBackground(SpawnRequest request, long limitMs) throws PosixException {
        Fd[] pipe = Libc.pipe();
        try (Fd nothing = pipe[0]) {
            pipe[1].close();
            return of(request.command(), request.environment(), Priority.BACKGROUND, nothing, limitMs);
        }
    }

    private static CapturedRun of(
            List<String> command, List<String> environment, Priority priority, Fd input, long limitMs)
            throws PosixException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        Fd[] pipe = Libc.pipe();
        try (Fd ours = pipe[0]) {
            int pid = start(command, environment, input, pipe[1]);
            priority.apply(pid);
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            boolean ended = false;
            try {
                ended = read(ours, output, deadline) && awaitExit(pid, deadline);
            } finally {
                if (!ended) {
                    Processes.kill(-pid, Processes.SIGKILL);
                }
            }
            ExitStatus status = ExitStatus.of(Processes.waitpidBlocking(pid));
            return new CapturedRun(ended ? status : null, SystemText.decode(output.toByteArray()));
        }
    }

    /** @param theirs closed, whether it succeeds or fails */
    private static int start(List<String> command, List<String> environment, Fd input, Fd theirs)
            throws PosixException {
        try (theirs;
                Fd in = PosixSpawn.outOfTheWay(input);
                Fd out = PosixSpawn.outOfTheWay(theirs);
                PosixSpawn spawn = new PosixSpawn(command, environment)) {
            return spawn.pass(in, 0).pass(out, 1).pass(out, 2).spawn();
        }
    }

    /** Returns false if the output does not end in time. */
    private static boolean read(Fd pipe, ByteArrayOutputStream output, long deadline) throws PosixException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        while (true) {
            long left = leftMs(deadline);
            if (left <= 0) {
                return false;
            }
            if (Poll.untilReadable(pipe, left)) {
                int count = Libc.read(pipe, chunk.clear());
                if (count == 0) {
                    return true;
                }
                if (count < 0 && count != -Errno.EINTR) {
                    throw PosixException.of("read(" + pipe + ")", count);
                }
                byte[] bytes = new byte[Math.max(0, Math.min(count, MOST_BYTES - output.size()))];
                chunk.flip().get(bytes);
                output.write(bytes, 0, bytes.length);
            }
        }
    }

    /** A program may close its outputs before it ends. */
    private static boolean awaitExit(int pid, long deadline) throws PosixException {
        int number = Processes.pidfdOpen(pid);
        if (number < 0) {
            return true;
        }
        try (Fd pidfd = Fd.own(number)) {
            long left;
            while ((left = leftMs(deadline)) > 0) {
                if (Poll.untilReadable(pidfd, left)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static long leftMs(long deadline) {
        return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
}
