package io.baton.bench.load.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A server that can be measured. It answers {@code GET /} on a port of 127.0.0.1 with status 200, the header fields of
 * Baton's built-in application and a body of the same length, and stays in the foreground until SIGTERM.
 */
public interface Contender {

    /** As on the command line and in the tables. */
    String name();

    /** Its abilities beyond that. */
    Set<Ability> abilities();

    /** Why it cannot run on this machine; empty when it can. */
    Optional<String> missing();

    /**
     * Prepares the files that a start needs.
     *
     * @param directory empty, the server's own, removed after its end
     */
    Launch prepare(int port, Path directory) throws IOException, InterruptedException;

    /** A note for readers of its figures, known after it ran; empty if there is none. */
    default Optional<String> caveat() {
        return Optional.empty();
    }

    /** The same with another number of workers; empty if it has none or cannot. */
    default Optional<Contender> withWorkers(int count) {
        return Optional.empty();
    }

    /** The same with an application of its user's instead of the built-in one; empty if it serves none. */
    default Optional<Contender> withApplication(Path jar, Map<String, String> environment) {
        return Optional.empty();
    }
}
