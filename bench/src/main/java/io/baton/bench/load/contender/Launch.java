package io.baton.bench.load.contender;

import java.util.List;
import java.util.Map;

/**
 * How a server is started.
 *
 * @param environment added to that of this process
 */
public record Launch(List<String> command, Map<String, String> environment) {

    static Launch of(String... command) {
        return new Launch(List.of(command), Map.of());
    }
}
