package io.baton.bench.load.contender;

import io.baton.bench.load.figure.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Node's http server in one of the ways Node offers.
 *
 * @param script a resource of this package; finds its port in PORT
 */
record Node(String name, String script, List<String> arguments, Set<Ability> abilities) implements Contender {

    /** What every one of them answers. */
    static final String SERVE = "serve.js";

    /** The version of a Node, for readers of the figures. */
    static Optional<String> caveat(String node) {
        try {
            return Optional.of("ran on Node " + new Tool(node, "--version").version());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> missing() {
        return Tool.NODE.missing();
    }

    @Override
    public Launch prepare(int port, Path directory) throws IOException {
        Resource.copy(SERVE, directory);
        Path program = Resource.copy(script, directory);
        List<String> command = new ArrayList<>(List.of("node", program.toString()));
        command.addAll(arguments);
        return new Launch(command, Map.of("PORT", String.valueOf(port)));
    }
}
