package io.baton.bench.load.contender;

import java.util.List;
import java.util.Map;

/**
 * How a server is started, and reloaded while it runs.
 *
 * @param environment added to that of this process
 * @param reload the command that asks for a reload, in the same environment; {@value #PID} in it stands for the pid of the
 *     server; empty if the server has no reload
 */
public record Launch(List<String> command, Map<String, String> environment, List<String> reload) {

    static final String PID = "@PID@";

    Launch(List<String> command, Map<String, String> environment) {
        this(command, environment, List.of());
    }

    Launch reloadedBy(String... words) {
        return new Launch(command, environment, List.of(words));
    }

    static Launch of(String... command) {
        return new Launch(List.of(command), Map.of());
    }
}
