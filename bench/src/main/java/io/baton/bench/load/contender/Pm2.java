package io.baton.bench.load.contender;

import io.baton.bench.load.figure.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * pm2 in cluster mode with two instances. It stays in the foreground ({@code --no-daemon}) and keeps its files in the
 * server's directory, so nothing of it outlives the run.
 *
 * @param script a resource of this package
 * @param node the Node that runs pm2 and the script
 * @param cache where npm installs pm2 once
 */
record Pm2(String name, String script, String node, Path cache) implements Contender {

    private static final String PACKAGE = "pm2@6";
    private static final int LONGEST_INSTALLATION_S = 120;

    @Override
    public Set<Ability> abilities() {
        return Set.of(Ability.COMPUTES, Ability.REPLACES_WORKERS, Ability.RELOADS);
    }

    /** Installs it if that was not done before, which needs npm and its registry. */
    @Override
    public Optional<String> missing() {
        if (Files.isRegularFile(program())) {
            return Optional.empty();
        }
        Optional<String> noNpm = Tool.NODE.missing().or(Tool.NPM::missing);
        return noNpm.isPresent() ? noNpm : install();
    }

    @Override
    public Optional<String> caveat() {
        return Node.caveat(node);
    }

    @Override
    public Launch prepare(int port, Path directory) throws IOException {
        Resource.copy(Node.SERVE, directory);
        Path copy = Resource.copy(script, directory);
        String pm2 = program().toString();
        return new Launch(
                        List.of(node, pm2, "start", copy.toString(), "-i", "2", "--no-daemon"),
                        Map.of("PM2_HOME", directory.resolve("pm2").toString(), "PORT", String.valueOf(port)))
                .reloadedBy(node, pm2, "reload", "all");
    }

    private Path program() {
        return cache.resolve("node_modules/pm2/bin/pm2");
    }

    private Optional<String> install() {
        try {
            Files.createDirectories(cache);
            Files.writeString(cache.resolve("package.json"), "{\"private\":true}\n");
            Process npm = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--loglevel=error", PACKAGE)
                    .directory(cache.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(cache.resolve("npm.log").toFile())
                    .start();
            npm.getOutputStream().close();
            if (!npm.waitFor(LONGEST_INSTALLATION_S, TimeUnit.SECONDS)) {
                npm.destroyForcibly();
            }
            return npm.waitFor() == 0
                    ? Optional.empty()
                    : Optional.of("npm could not install " + PACKAGE + ", see " + cache.resolve("npm.log"));
        } catch (IOException e) {
            return Optional.of("npm could not install " + PACKAGE + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while npm installed " + PACKAGE);
        }
    }
}
