package io.baton.master.spawn;

import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.PosixSpawn;
import io.baton.protocol.posix.Processes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts a child with a channel and three pipes again and again, with one more free descriptor each time, so that each step
 * of a start fails once. Prints, a line for each start: the free descriptors before, the outcome, the free descriptors after.
 */
final class ScarceProcess {

    /** More than a start takes. */
    static final int MOST_FREE = 12;

    private static final int LIMIT = 256;
    private static final List<String> ENVIRONMENT = List.of("PATH=/usr/bin:/bin");
    private static final StandardStream PIPE = StandardStream.PIPE;

    private ScarceProcess() {}

    public static void main(String[] arguments) throws Exception {
        SilentRun.of(List.of("prlimit", "--pid=" + Processes.pid(), "--nofile=" + LIMIT), ENVIRONMENT);
        Deque<Fd> taken = new ArrayDeque<>();
        // The first round loads the classes; later there is no descriptor for that.
        round(taken);
        System.out.print(String.join("\n", round(taken)));
        taken.forEach(Fd::close);
    }

    private static List<String> round(Deque<Fd> taken) throws PosixException {
        List<String> lines = new ArrayList<>();
        takeAll(taken);
        for (int free = 0; free <= MOST_FREE; free++) {
            for (int i = 0; i < free; i++) {
                taken.removeLast().close();
            }
            lines.add(free + " " + start() + " " + takeAll(taken));
        }
        for (int i = 0; i < MOST_FREE; i++) {
            taken.removeLast().close();
        }
        return lines;
    }

    private static String start() {
        try (Wires wires = new Wires();
                PosixSpawn spawn = new PosixSpawn(List.of("true"), ENVIRONMENT)) {
            Child child = wires.connect(spawn, new Wiring(PIPE, PIPE, PIPE, true), "test");
            child.channel().close();
            close(child.input());
            close(child.output());
            close(child.error());
            Processes.waitpidBlocking(child.pid());
            return "started";
        } catch (PosixException e) {
            return e.errno() == Errno.EMFILE ? "EMFILE" : String.valueOf(e.getMessage());
        }
    }

    private static void close(@Nullable Fd end) {
        if (end != null) {
            end.close();
        }
    }

    /** Takes all free descriptors. Returns how many there were. */
    private static int takeAll(Deque<Fd> taken) throws PosixException {
        int count = 0;
        while (Libc.canOpenAnother(Fd.own(0))) {
            taken.addLast(Libc.duplicate(Fd.own(0), 0));
            count++;
        }
        return count;
    }
}
