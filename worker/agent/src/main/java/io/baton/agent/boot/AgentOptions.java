package io.baton.agent.boot;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the master says to the agent on the command line: {@code name=value&name=value}, encoded as the query of a URL. */
public final class AgentOptions {

    private static final long DRAIN_BUDGET_MS = 0;
    private static final long KILL_TIMEOUT_MS = 28_000;

    private final Map<Integer, Integer> outsidePorts = new HashMap<>();
    private final List<Integer> ownPorts = new ArrayList<>();
    private final List<String> warmUp = new ArrayList<>();
    private String library = "";
    private String readyPath = "";
    private boolean observe = true;
    private int servicePort;
    private long drainBudgetMs = DRAIN_BUDGET_MS;
    private long killTimeoutMs = KILL_TIMEOUT_MS;
    private boolean orphansDrain;

    /**
     * Reads the options.
     *
     * @throws IllegalArgumentException for a name or value that is none
     */
    public AgentOptions(String options) {
        int at = 0;
        while (at < options.length()) {
            int end = options.indexOf('&', at);
            end = end < 0 ? options.length() : end;
            int equals = options.indexOf('=', at);
            if (equals < 0 || equals > end) {
                throw new IllegalArgumentException("option without a value: " + options.substring(at, end));
            }
            String value = URLDecoder.decode(options.substring(equals + 1, end), StandardCharsets.UTF_8);
            set(options.substring(at, equals), value);
            at = end + 1;
        }
    }

    private void set(String name, String value) {
        switch (name) {
            case "library" -> library = value;
            case "port" -> port(value);
            case "own-ports" -> ownPorts(value);
            case "ready-path" -> readyPath = value;
            case "warm-up" -> warmUp.add(value);
            case "observe" -> observe = !value.equals("off");
            case "service-port" -> servicePort = Integer.parseInt(value);
            case "drain-budget" -> drainBudgetMs = Long.parseLong(value);
            case "kill-timeout" -> killTimeoutMs = Long.parseLong(value);
            case "orphans" -> orphansDrain = value.equals("drain");
            default -> throw new IllegalArgumentException("unknown option: " + name);
        }
    }

    private void port(String value) {
        int colon = value.indexOf(':');
        outsidePorts.put(Integer.valueOf(value.substring(colon + 1)), Integer.valueOf(value.substring(0, colon)));
    }

    private void ownPorts(String value) {
        int at = 0;
        while (at < value.length()) {
            int end = value.indexOf(',', at);
            end = end < 0 ? value.length() : end;
            String range = value.substring(at, end);
            int dash = range.indexOf('-');
            ownPorts.add(Integer.valueOf(dash < 0 ? range : range.substring(0, dash)));
            ownPorts.add(Integer.valueOf(range.substring(dash + 1)));
            at = end + 1;
        }
    }

    /** The directory with the native library; empty for the one that the agent's jar is in. */
    public String library() {
        return library;
    }

    /** The master's port for some of the server's. */
    public Map<Integer, Integer> outsidePorts() {
        return outsidePorts;
    }

    /** Pairs of first and last ports that are this process's own. */
    public List<Integer> ownPorts() {
        return ownPorts;
    }

    /** The path that answers when the server is ready; empty if there is none. */
    public String readyPath() {
        return readyPath;
    }

    /** Requests that warm the server up. */
    public List<String> warmUp() {
        return warmUp;
    }

    /** Whether the bytes of connections are looked at. */
    public boolean observe() {
        return observe;
    }

    /** The port of the server's that the operator named; 0 if none. */
    public int servicePort() {
        return servicePort;
    }

    /** How long connections that cannot move may last in a worker that leaves; 0: as long as it may. */
    public long drainBudgetMs() {
        return drainBudgetMs;
    }

    /** How long the worker has to leave. */
    public long killTimeoutMs() {
        return killTimeoutMs;
    }

    /** Whether the worker finishes its connections when its master has died. */
    public boolean orphansDrain() {
        return orphansDrain;
    }
}
