package io.baton.bench.load.contender;

import io.baton.bench.load.figure.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Two nginx workers that accept from one socket and answer with a constant. */
final class Nginx implements Contender {

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public Set<Ability> abilities() {
        return Set.of(Ability.REPLACES_WORKERS, Ability.RELOADS);
    }

    @Override
    public Optional<String> missing() {
        return Tool.NGINX.missing();
    }

    @Override
    public Launch prepare(int port, Path directory) throws IOException {
        Path config = Resource.copy("nginx.conf", directory);
        Files.writeString(config, Files.readString(config).replace("@PORT@", String.valueOf(port)));
        String[] command = {"nginx", "-e", "stderr", "-p", directory.toString(), "-c", config.toString()};
        String[] reload = Arrays.copyOf(command, command.length + 2);
        reload[command.length] = "-s";
        reload[command.length + 1] = "reload";
        return Launch.of(command).reloadedBy(reload);
    }
}
