package io.baton.master.spawn;

import io.baton.master.config.Operator;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Inheritance;
import io.baton.protocol.posix.OtherStart;
import io.baton.protocol.posix.OwnStart;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first worker of a master, started before the master. {@code java -jar master.jar} begins as a JVM that executes
 * itself again with flags of its own. That JVM starts the worker which the last master of the same command line began
 * with ({@link FirstStart}), and leaves its wires open across exec(2), so that worker and master boot side by side. The
 * master takes the worker if it is what it would start itself, as the kernel tells of it, and ends it otherwise.
 *
 * <p>A worker of the built-in application does nothing before its master speaks, and ends when the channel does. So a start that
 * comes to nothing leaves no trace.
 */
public final class HeadStart {

    private static final int ENDS = 4;
    private static final int NONE = -1;

    private static @Nullable Child begun;

    private static boolean looked;

    private HeadStart() {}

    /**
     * In the JVM that is to be replaced, on the thread that replaces it: starts the worker, if it is known. If it
     * cannot be started, the master will tell why.
     *
     * @param library whose directory keeps what is known
     * @param given the variables of the operator
     */
    public static synchronized void begin(Path library, Map<String, String> given) {
        FirstStart known = FirstStart.read(library);
        if (known == null) {
            return;
        }
        try {
            Child child = Spawn.of(known.request(given));
            begun = child;
            StringBuilder ends = new StringBuilder().append(child.pid());
            for (Fd end : ends(child)) {
                if (end != null) {
                    Inheritance.add(end.number());
                }
                ends.append(':').append(end == null ? NONE : end.number());
            }
            Processes.setEnvironment(Operator.HEAD_START, ends.toString());
        } catch (PosixException e) {
            end();
        }
    }

    /**
     * In the master, at its first start of a process: the worker that runs already, which is the caller's from here on.
     * Null if there is none, or if it is another one than this; that one is ended.
     */
    static synchronized @Nullable Child take(SpawnRequest wanted) throws PosixException {
        Child child = inherited();
        if (child == null) {
            return null;
        }
        if (!isThat(child, wanted)) {
            end();
            return null;
        }
        begun = null;
        wanted.priority().apply(child.pid());
        return child;
    }

    /** Ends the worker that no master has taken, if there is one. */
    public static synchronized void end() {
        try {
            Child child = inherited();
            if (child != null) {
                begun = null;
                Processes.kill(child.pid(), Processes.SIGKILL);
                Processes.waitpidBlocking(child.pid());
                close(child);
            }
        } catch (PosixException e) {
            // A number that is not open: another program has set the variable.
        }
    }

    /**
     * Keeps how this master starts its first worker, for the next one of its command line. Called on the thread that
     * starts processes.
     *
     * @param library whose directory keeps it
     * @param given the variables of the operator
     */
    public static void remember(Path library, SpawnRequest first, Map<String, String> given, Keeper keeper)
            throws IOException {
        FirstStart now = FirstStart.of(first, given);
        if (!now.isThatOf(FirstStart.read(library))) {
            keeper.write(FirstStart.file(library), now.bytes());
        }
    }

    /** Replaces a file as a whole. */
    public interface Keeper {

        /** Writes the bytes in the place of what the file has. */
        void write(Path file, byte[] bytes) throws IOException;
    }

    private static @Nullable Child inherited() throws PosixException {
        if (!looked && begun == null) {
            looked = true;
            String ends = OwnStart.environment().get(Operator.HEAD_START);
            begun = ends == null ? null : child(ends);
        }
        return begun;
    }

    /** Null if the text is not ours, or if the worker has died. A process that is no child of this one is not touched. */
    private static @Nullable Child child(String text) throws PosixException {
        String[] words = text.split(":", -1);
        if (words.length != 1 + ENDS) {
            return null;
        }
        int[] numbers = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            try {
                numbers[i] = Integer.parseInt(words[i]);
            } catch (NumberFormatException e) {
                return null;
            }
        }
        int status = numbers[0] > 0 && numbers[1] != NONE ? Processes.waitpid(numbers[0]) : NONE;
        if (status < 0) {
            return null;
        }
        Child child =
                new Child(numbers[0], own(numbers[1]), null, own(numbers[2]), own(numbers[3]), own(numbers[4]), true);
        if (status == Processes.STILL_RUNNING) {
            return child;
        }
        close(child);
        return null;
    }

    private static void close(Child child) {
        for (Fd end : ends(child)) {
            if (end != null) {
                end.close();
            }
        }
    }

    private static List<@Nullable Fd> ends(Child child) {
        return Arrays.asList(child.channel(), child.output(), child.error(), child.figures());
    }

    private static @Nullable Fd own(int number) throws PosixException {
        if (number == NONE) {
            return null;
        }
        Inheritance.remove(number);
        return Fd.own(number);
    }

    /** Whether the process is what would be started now. One that has died is not. */
    private static boolean isThat(Child child, SpawnRequest wanted) {
        try {
            List<String> variables = wanted.variables();
            String directory = wanted.directory();
            return wanted.wiring().equals(child.figures() == null ? Wiring.WORKER : Wiring.COUNTING)
                    && OtherStart.commandLine(child.pid()).equals(wanted.command())
                    && new HashSet<>(OtherStart.variables(child.pid())).equals(new HashSet<>(variables))
                    && OtherStart.directory(child.pid())
                            .equals(directory == null ? Processes.workingDirectory() : directory);
        } catch (IOException e) {
            return false;
        }
    }
}
