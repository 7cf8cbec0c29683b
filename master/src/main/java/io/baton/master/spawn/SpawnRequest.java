package io.baton.master.spawn;

import java.util.List;

/**
 * A process to start.
 *
 * @param command the program and its arguments
 * @param environment all of its variables as {@code NAME=value}, except those that name the channel
 * @param nice added to its niceness, {@code 0..19}
 */
public record SpawnRequest(List<String> command, List<String> environment, int nice) {

    public SpawnRequest {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
    }
}
