package io.baton.bench.load.contender;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A server that knows nothing of Baton, as {@code java -jar} runs it. It takes its port from the variables that frameworks
 * read.
 *
 * @param jar of the server, if one was named
 */
record UnmodifiedServer(String name, Optional<Path> jar) implements Contender {

    static final String NONE = "no --server was named";

    @Override
    public Set<Ability> abilities() {
        return Set.of();
    }

    @Override
    public Optional<String> missing() {
        return missing(jar);
    }

    static Optional<String> missing(Optional<Path> jar) {
        if (jar.isEmpty()) {
            return Optional.of(NONE);
        }
        return Files.isRegularFile(jar.get()) ? Optional.empty() : Optional.of("there is no " + jar.get());
    }

    @Override
    public Launch prepare(int port, Path directory) {
        Map<String, String> variables = new HashMap<>();
        for (String variable : List.of("PORT", "SERVER_PORT", "MICRONAUT_SERVER_PORT", "QUARKUS_HTTP_PORT")) {
            variables.put(variable, String.valueOf(port));
        }
        return new Launch(List.of(Java.binary(), "-jar", jar.orElseThrow().toString()), variables);
    }
}
