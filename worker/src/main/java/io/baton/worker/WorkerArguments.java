package io.baton.worker;

import io.baton.protocol.WorkerOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A worker's command line: {@code --listen NAME=HOST:PORT[,MODE] --mode M --workers N --processors N --warm-up N
 * --max-connections N --orphan-drain N --kill-timeout N}, and any {@code --name value} for the application.
 * {@code --listen} may be repeated; without it {@code --host H --port N} are the listener {@code http}.
 *
 * @param listeners where to listen, each under another name
 * @param workers how many workers share the machine, {@code >= 1}
 * @param processors how many of the machine's processors are this worker's; 0 for its share of those that its JVM sees
 * @param warmUpRequests how many requests to serve before the first client's, {@code >= 0}
 * @param maxConnections how many connections may be open at most; 0: as many as there are descriptors and memory for
 * @param orphanDrainMs how long the worker finishes its connections when the master is dead; 0: it dies with the master
 * @param killMs how long the worker may take to leave when a signal asks it to; 0 under a master that is not Baton's
 * @param options all options by their names, for the application
 */
record WorkerArguments(
        List<ListenerArgument> listeners,
        int workers,
        int processors,
        int warmUpRequests,
        int maxConnections,
        int orphanDrainMs,
        int killMs,
        Map<String, String> options) {

    private static final String LISTEN = "listen";

    /** Of the kill timeout the master keeps one part in so many for the time from SIGTERM to SIGKILL, and no more than this. */
    private static final int TERMINATE_PART = 4;

    private static final int LONGEST_TERMINATE_MS = 3_000;

    static WorkerArguments parse(List<String> arguments) {
        Map<String, String> options = new LinkedHashMap<>();
        List<String> listens = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!name.startsWith("--") || i + 1 == arguments.size()) {
                throw new IllegalArgumentException("worker argument: " + name + " (expected: --name value)");
            }
            options.put(name.substring(2), arguments.get(i + 1));
            if (name.equals("--" + LISTEN)) {
                listens.add(arguments.get(i + 1));
                options.put(LISTEN, String.join(" ", listens));
            }
        }
        return new WorkerArguments(
                listeners(listens, options),
                number(options, "workers", 1, 1, 1024),
                number(options, "processors", 0, 0, 1 << 20),
                number(options, "warm-up", 20, 0, 1_000_000),
                (int) WorkerOption.MAX_CONNECTIONS.in(options),
                number(options, "orphan-drain", 0, 0, Integer.MAX_VALUE),
                number(options, "kill-timeout", 0, 0, Integer.MAX_VALUE),
                Map.copyOf(options));
    }

    /** Whether the worker finishes its connections after its master's death. */
    boolean outlivesMaster() {
        return orphanDrainMs > 0;
    }

    /**
     * How long a draining worker keeps connections that cannot move; 0: as long as they want. By default until its master
     * sends SIGTERM, which leaves time to end them.
     */
    long drainBudgetMs() {
        long budgetMs = WorkerOption.DRAIN_BUDGET.in(options);
        return budgetMs == WorkerOption.NONE
                ? killMs - Math.min(LONGEST_TERMINATE_MS, killMs / TERMINATE_PART)
                : budgetMs;
    }

    /** Whether the master is Baton's and not Node's. */
    boolean isUnderBaton() {
        return killMs > 0;
    }

    private static List<ListenerArgument> listeners(List<String> listens, Map<String, String> options) {
        Mode mode = ListenerArgument.mode("--mode", options.getOrDefault("mode", "handoff"));
        if (listens.isEmpty()) {
            return List.of(
                    new ListenerArgument("http", mode, options.get("host"), number(options, "port", 3000, 0, 65535)));
        }
        List<ListenerArgument> listeners = new ArrayList<>();
        for (String text : listens) {
            ListenerArgument listener = ListenerArgument.parse(text, mode);
            for (ListenerArgument other : listeners) {
                requireDifferent(listener, other);
            }
            listeners.add(listener);
        }
        return List.copyOf(listeners);
    }

    private static void requireDifferent(ListenerArgument listener, ListenerArgument other) {
        if (listener.name().equals(other.name())) {
            throw new IllegalArgumentException(
                    "--listen: " + listener.name() + " twice (expected: a name for each listener)");
        }
        if (listener.port() != 0 && listener.address().equals(other.address())) {
            throw new IllegalArgumentException("--listen " + listener.name() + ": " + listener.address() + ", as "
                    + other.name() + " (expected: an address for each listener)");
        }
    }

    private static int number(Map<String, String> options, String name, int otherwise, int least, int most) {
        String text = options.get(name);
        if (text == null) {
            return otherwise;
        }
        String expected = " (expected: a number in " + least + ".." + most + ")";
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + ": " + text + expected, e);
        }
        throw new IllegalArgumentException("--" + name + ": " + text + expected);
    }
}
