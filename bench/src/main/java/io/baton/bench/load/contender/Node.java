package io.baton.bench.load.contender;

import io.baton.bench.load.figure.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Node's http server: one process, or its cluster module's primary with workers and its default, round robin. */
record Node(String name, int workers, Set<Ability> abilities) implements Contender {

    @Override
    public Optional<String> missing() {
        return Tool.NODE.missing();
    }

    @Override
    public Launch prepare(int port, Path directory) throws IOException {
        Path app = Resource.copy("app.js", directory);
        return Launch.of("node", app.toString(), String.valueOf(port), String.valueOf(workers));
    }
}
