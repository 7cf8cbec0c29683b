package io.baton.master.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Packages from npm, unmodified, for programs of these tests. */
final class NpmPackages {

    private static final int INSTALLING_SECONDS = 30;

    private NpmPackages() {}

    /** Installs packages in a directory and copies programs there; skips the test, saying why, where that cannot be done. */
    static void require(Class<?> test, Path directory, List<String> packages, String... programs) throws Exception {
        String obstacle = obstacleToInstalling(directory, packages);
        if (!obstacle.isEmpty()) {
            System.out.println(test.getSimpleName() + " is skipped: " + obstacle);
        }
        assumeTrue(obstacle.isEmpty(), obstacle);
        for (String program : programs) {
            Files.copy(Path.of(NodeProgram.path(program)), directory.resolve(program));
        }
    }

    /** Returns why it could not; empty if it could. */
    private static String obstacleToInstalling(Path directory, List<String> packages) throws Exception {
        Path output = directory.resolve("npm.out");
        List<String> command = new ArrayList<>(List.of("npm", "install", "--prefix", directory.toString()));
        command.addAll(List.of("--ignore-scripts", "--prefer-offline", "--fetch-retries=0"));
        command.addAll(List.of("--no-audit", "--no-fund", "--no-save"));
        command.addAll(packages);
        Process npm;
        try {
            npm = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            return "no npm: " + e.getMessage();
        }
        if (!npm.waitFor(INSTALLING_SECONDS, TimeUnit.SECONDS)) {
            npm.destroyForcibly().waitFor();
            return "npm install takes longer than " + INSTALLING_SECONDS + " s";
        }
        return npm.exitValue() == 0 ? "" : "npm install failed: " + Files.readString(output);
    }
}
