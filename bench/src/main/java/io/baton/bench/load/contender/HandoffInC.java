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
 * Baton's handoff written in C with two workers, and the same server as one process that accepts by itself. Their
 * difference is the kernel's cost of a handoff, which no language avoids.
 */
record HandoffInC(String name, List<String> arguments) implements Contender {

    @Override
    public Set<Ability> abilities() {
        return Set.of();
    }

    @Override
    public Optional<String> missing() {
        return Tool.GCC.missing();
    }

    @Override
    public Launch prepare(int port, Path directory) throws IOException, InterruptedException {
        Path source = Resource.copy("handoff.c", directory);
        Path program = directory.resolve("handoff");
        int status = new ProcessBuilder("gcc", "-O2", "-Wall", "-o", program.toString(), source.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("gcc ended with " + status);
        }
        List<String> command = new ArrayList<>(List.of(program.toString(), String.valueOf(port)));
        command.addAll(arguments);
        return new Launch(command, Map.of());
    }
}
