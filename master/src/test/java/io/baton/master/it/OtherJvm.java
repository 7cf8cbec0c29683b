package io.baton.master.it;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JVM of this machine that is not the one under test. */
public final class OtherJvm {

    private static final Path PLACE = Path.of("/usr/lib/jvm");

    private OtherJvm() {}

    /** The directory of a JDK with another version; skips the test, saying why, where there is none. */
    static Path require(Class<?> test) throws Exception {
        int version = version(Path.of(MasterCommand.java()));
        if (Files.isDirectory(PLACE)) {
            try (DirectoryStream<Path> homes = Files.newDirectoryStream(PLACE)) {
                for (Path home : homes) {
                    int other = version(home.resolve("bin").resolve("java"));
                    if (other >= 17 && other != version) {
                        return home;
                    }
                }
            }
        }
        String reason = "no JDK but version " + version + " in " + PLACE;
        System.err.println("SKIPPED " + test.getSimpleName() + ": " + reason);
        return abort(reason);
    }

    /** The feature version; 0 if it does not run. */
    public static int version(Path java) throws Exception {
        try {
            Process process = new ProcessBuilder(java.toString(), "-XshowSettings:properties", "-version")
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines()
                    .filter(line -> line.contains("java.specification.version = "))
                    .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf('=') + 2)))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
