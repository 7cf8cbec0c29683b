package io.baton.bench.load.contender;

import io.baton.bench.load.figure.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Two Node workers under Baton's master, running the script that pm2 runs.
 *
 * @param node the Node that runs the script
 * @param options of the master
 */
record BatonNode(String name, Path masterJar, Path home, String node, List<String> options) implements Contender {

    @Override
    public Set<Ability> abilities() {
        return Set.of(Ability.COMPUTES, Ability.REPLACES_WORKERS, Ability.RELOADS);
    }

    @Override
    public Optional<String> missing() {
        return Files.isRegularFile(masterJar) ? Tool.NODE.missing() : Optional.of("there is no " + masterJar);
    }

    @Override
    public Optional<String> caveat() {
        return Node.caveat(node);
    }

    @Override
    public Launch prepare(int port, Path directory) throws IOException {
        Resource.copy(Node.SERVE, directory);
        Path program = Resource.copy("single.js", directory);
        List<String> command = new ArrayList<>(List.of(Java.binary(), "-jar", masterJar.toString()));
        command.addAll(List.of("run", "-i", "2", "--interpreter", node));
        command.addAll(options);
        command.add(program.toString());
        Map<String, String> variables = Map.of("BATON_HOME", home.toString(), "PORT", String.valueOf(port));
        return new Launch(command, variables).reloadedBy(Java.binary(), "-jar", masterJar.toString(), "reload", "all");
    }
}
