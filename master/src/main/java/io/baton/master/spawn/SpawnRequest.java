package io.baton.master.spawn;

import java.util.List;

/**
 * A process to start.
 *
 * @param command the program and its arguments
 * @param environment all of its variables as {@code NAME=value}, except those that name the channel
 * @param background whether it runs only when nobody else needs the machine, and what it prints is of no interest
 */
public record SpawnRequest(List<String> command, List<String> environment, boolean background) {

    public SpawnRequest {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
    }
}
