package io.baton.master.it;

import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Other processes as the kernel shows them (proc(5)). */
public final class Proc {

    /** As {@link #state} shows a process that does not exist. */
    static final char NONE = '-';

    static final char ZOMBIE = 'Z';
    static final char STOPPED = 'T';

    // Fields of /proc/PID/stat, counted from the one behind the name.
    private static final int STATE = 0;
    private static final int SESSION = 3;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int CHILDRENS_USER_TIME = 13;
    private static final int CHILDRENS_SYSTEM_TIME = 14;

    private Proc() {}

    public static void signal(int pid, int signal) {
        int result = Processes.kill(pid, signal);
        if (result < 0) {
            throw new AssertionError("kill(" + pid + ", " + signal + "): " + result);
        }
    }

    /** SIGSTOP, and the moment when it has taken effect: on a busy machine some threads go on for a while. */
    public static void stop(int pid) {
        signal(pid, Processes.SIGSTOP);
        await("stop of " + pid).until(() -> areStopped(pid));
    }

    private static boolean areStopped(int pid) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", "" + pid, "task"))) {
            return threads.mapToInt(
                            thread -> Integer.parseInt(thread.getFileName().toString()))
                    .allMatch(thread -> state(thread) == STOPPED || state(thread) == NONE);
        }
    }

    public static List<Integer> children(int pid) {
        List<Integer> children = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", "" + pid, "task"))) {
            for (Path task : tasks.toList()) {
                for (String child :
                        Files.readString(task.resolve("children")).trim().split(" ", -1)) {
                    if (!child.isEmpty()) {
                        children.add(Integer.parseInt(child));
                    }
                }
            }
        } catch (IOException e) {
            return children;
        }
        return children;
    }

    /** All living processes of a session. */
    public static Set<Integer> session(int leader) {
        Set<Integer> members = new HashSet<>();
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .mapToInt(Integer::parseInt)
                    .filter(pid -> stat(pid, SESSION).equals("" + leader) && state(pid) != ZOMBIE)
                    .forEach(members::add);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return members;
    }

    /** The state letter, {@link #NONE} when there is no such process. */
    public static char state(int pid) {
        return stat(pid, STATE).charAt(0);
    }

    public static void awaitGone(int pid, Duration limit) {
        await("end of " + pid).atMost(limit).until(() -> state(pid) == NONE || state(pid) == ZOMBIE);
    }

    /**
     * Whether the last thread of a process has ended, and so all its sockets are closed. The first thread, whose state is
     * that of the process, may end long before the others.
     */
    public static boolean isWhollyGone(int pid) {
        String[] threads = Path.of("/proc", "" + pid, "task").toFile().list();
        return threads == null || threads.length == 0 || (threads.length == 1 && state(pid) == ZOMBIE);
    }

    /** How many descriptors a process has open. */
    public static int descriptors(int pid) {
        return links(pid).size();
    }

    /** CPU time used so far, in clock ticks of 10 ms. */
    public static long cpuTicks(int pid) {
        return ticks(pid, USER_TIME, SYSTEM_TIME);
    }

    /** The same with that of its children which have ended. */
    public static long cpuTicksWithEndedChildren(int pid) {
        return ticks(pid, USER_TIME, SYSTEM_TIME, CHILDRENS_USER_TIME, CHILDRENS_SYSTEM_TIME);
    }

    /** Resident memory. */
    public static long residentBytes(int pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", "" + pid, "status"))) {
                if (line.startsWith("VmRSS:")) {
                    return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("no resident memory: " + pid);
    }

    /** The client ports of the connections to a server port that a process holds the server's end of. */
    public static Set<Integer> clientsHeldBy(int pid, int serverPort) {
        Map<String, Integer> clients = new HashMap<>();
        TcpSocket.withLocalPort(serverPort).forEach(socket -> clients.put(socket.asLink(), socket.peerPort()));
        Set<Integer> held = new HashSet<>();
        for (String link : links(pid)) {
            Integer client = clients.get(link);
            if (client != null && client != 0) {
                held.add(client);
            }
        }
        return held;
    }

    private static long ticks(int pid, int... fields) {
        long ticks = 0;
        for (int field : fields) {
            ticks += Long.parseLong(stat(pid, field));
        }
        return ticks;
    }

    private static String stat(int pid, int field) {
        try {
            String stat = Files.readString(Path.of("/proc", "" + pid, "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[field];
        } catch (IOException e) {
            return String.valueOf(NONE);
        }
    }

    private static List<String> links(int pid) {
        List<String> links = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", "" + pid, "fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    links.add(Files.readSymbolicLink(descriptor).toString());
                } catch (IOException e) {
                    // Closed meanwhile.
                }
            }
        } catch (NoSuchFileException e) {
            // A process that has ended has nothing open.
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return links;
    }
}
