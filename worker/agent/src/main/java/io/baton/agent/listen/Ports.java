package io.baton.agent.listen;

import java.util.List;
import java.util.Map;

/**
 * How the ports of the server appear to the master.
 *
 * @param outside the master's port for some of the server's
 * @param own pairs of first and last ports that are this process's own
 */
public record Ports(Map<Integer, Integer> outside, List<Integer> own) {

    /** Whether the port is bound for real, and shared with no other process. */
    boolean isOwn(int port) {
        for (int i = 0; i < own.size(); i += 2) {
            if (port >= own.get(i) && port <= own.get(i + 1)) {
                return true;
            }
        }
        return port == 0;
    }

    /** The port as the master knows it. */
    int outside(int port) {
        Integer mapped = outside.get(port);
        return mapped == null ? port : mapped;
    }
}
