package io.baton.master.it;

import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the kernel says of other processes. */
public final class Proc {

    private Proc() {}

    public static void signal(int pid, int signal) {
        int result = Libc.kill(pid, signal);
        if (result < 0) {
            throw new AssertionError("kill(" + pid + ", " + signal + "): " + result);
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

    /** The state letter of proc(5), {@code -} when there is no such process. */
    public static char state(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc", "" + pid, "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return '-';
        }
    }

    public static void awaitGone(int pid, Duration limit) {
        await("end of " + pid).atMost(limit).until(() -> state(pid) == '-' || state(pid) == 'Z');
    }

    public static void awaitStopped(int pid) {
        await("stop of " + pid).until(() -> state(pid) == 'T');
    }

    /** How many descriptors a process has open. */
    public static int descriptors(int pid) {
        return links(pid).size();
    }

    /** CPU time used so far, in clock ticks of 10 ms. */
    public static long cpuTicks(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc", "" + pid, "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The client ports of the connections to a server port that a process holds the server's end of. */
    public static Set<Integer> clientsHeldBy(int pid, int serverPort) {
        Map<String, Integer> clients = new HashMap<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : lines(Path.of("/proc/net", table))) {
                String[] fields = line.trim().split("\\s+", -1);
                if (fields.length > 9 && fields[1].endsWith(String.format(":%04X", serverPort))) {
                    String client = fields[2].substring(fields[2].indexOf(':') + 1);
                    clients.put("socket:[" + fields[9] + "]", Integer.parseInt(client, 16));
                }
            }
        }
        Set<Integer> held = new HashSet<>();
        for (String link : links(pid)) {
            Integer client = clients.get(link);
            if (client != null) {
                held.add(client);
            }
        }
        return held;
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
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return links;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
