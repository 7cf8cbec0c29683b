package io.baton.worker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A worker's command line: {@code --mode M --host H --port N --workers N --warm-up N --max-connections N --orphan-drain N
 * --kill-timeout N},
 * and any {@code --name value} for the application.
 *
 * @param mode how connections come to it
 * @param host where to listen, null for every address
 * @param port {@code 0..65535}
 * @param workers how many workers share the machine, {@code >= 1}
 * @param warmUpRequests how many requests to serve before the first client's, {@code >= 0}
 * @param maxConnections how many connections to have open at most, 0 for as many as there are descriptors and memory for
 * @param orphanDrainMs how long to finish what there is when the master is gone; 0: not at all, it dies with the master
 * @param killMs how long it may take to leave when somebody else than its master asks it to; 0: its master is not Baton's,
 *     and knows no such worker
 * @param options all of them by name, for the application
 */
record WorkerArguments(
        Mode mode,
        @Nullable String host,
        int port,
        int workers,
        int warmUpRequests,
        int maxConnections,
        int orphanDrainMs,
        int killMs,
        Map<String, String> options) {

    static WorkerArguments parse(List<String> arguments) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!name.startsWith("--") || i + 1 == arguments.size()) {
                throw new IllegalArgumentException("worker argument: " + name + " (expected: --name value)");
            }
            options.put(name.substring(2), arguments.get(i + 1));
        }
        return new WorkerArguments(
                mode(options.getOrDefault("mode", "handoff")),
                options.get("host"),
                number(options, "port", 3000, 0, 65535),
                number(options, "workers", 1, 1, 1024),
                number(options, "warm-up", 20, 0, 1_000_000),
                number(options, "max-connections", 0, 0, Integer.MAX_VALUE),
                number(options, "orphan-drain", 0, 0, Integer.MAX_VALUE),
                number(options, "kill-timeout", 0, 0, Integer.MAX_VALUE),
                Map.copyOf(options));
    }

    /** Whether it finishes what it has after its master's death. */
    boolean outlivesMaster() {
        return orphanDrainMs > 0;
    }

    /** Whether its master is one of Baton's, and not of Node's. */
    boolean isUnderBaton() {
        return killMs > 0;
    }

    private static Mode mode(String name) {
        for (Mode mode : Mode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(name)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("--mode: " + name + " (expected: handoff, shared or reuseport)");
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
