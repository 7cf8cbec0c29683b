package io.baton.master.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.baton.master.OpenDescriptors;
import io.baton.protocol.posix.Fd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A jar that cannot take over is refused, with the reason, and leaves nothing behind. */
@ExtendWith(OpenDescriptors.class)
@Timeout(120)
@SuppressWarnings("NullAway.Init")
final class UpgradeCheckIT {

    private static final Path JAR = Path.of("new.jar");
    private static final String JAVA = System.getProperty(
            "baton.test.java",
            Path.of(System.getProperty("java.home"), "bin", "java").toString());

    @TempDir
    private Path home;

    @Test
    void aProgramThatDoesNotAnswerAsItShouldIsRefused() throws Exception {
        refused("hangs", 1_500).isEqualTo("new.jar has not answered within 1 s\nstarting");
        refused("needs too much memory", 20_000)
                .startsWith("new.jar cannot take over (exit code 3, out of memory")
                .contains("OutOfMemoryError");
        refused("is older", 20_000)
                .isEqualTo("new.jar cannot take over (exit code 2)\nbaton: check-upgrade: no such file");
        refused("says nothing", 20_000).isEqualTo("new.jar cannot take over (exit code 0)\nokay");
        refused("fails after its answer", 20_000).startsWith("new.jar cannot take over (exit code 1)");
        refused("prints without an end", 1_500)
                .startsWith("new.jar has not answered")
                .hasSizeLessThan(25_000);
    }

    @Test
    void aProgramThatAnswersIsAcceptedWithItsCommandLine() throws Exception {
        try (Fd document = StateDocument.file("{}".getBytes(StandardCharsets.UTF_8), home)) {
            assertThat(UpgradeCheck.run(JAR, trial("answers"), environment(), document, 20_000))
                    .isEqualTo(new UpgradeCheck("0.2.0", List.of("java", "-jar", "/b\u00fccher.jar")));
        }
    }

    @Test
    void aJarThatIsNoneOrHalfCopiedIsRefused() throws Exception {
        try (Fd document = StateDocument.file("{}".getBytes(StandardCharsets.UTF_8), home)) {
            Path none = home.resolve("none.jar");
            assertThat(catchThrowableOfType(
                            UpgradeException.class, () -> UpgradeCheck.run(Path.of(JAVA), none, document)))
                    .hasMessage(none + " does not exist");
            assertThat(catchThrowableOfType(
                            UpgradeException.class, () -> UpgradeCheck.run(Path.of(JAVA), home, document)))
                    .hasMessage(home + " is no file that this user may read");
            assertThat(catchThrowableOfType(
                            UpgradeException.class, () -> UpgradeCheck.run(home.resolve("java"), none, document)))
                    .hasMessage(home.resolve("java") + " is no program that this user may execute");
            byte[] whole = Files.readAllBytes(packaged());
            Path half = Files.write(home.resolve("half.jar"), Arrays.copyOf(whole, whole.length / 2));
            refused(half, List.of(JAVA, "-jar", half.toString(), "check-upgrade"), "{}", 20_000)
                    .startsWith(half + " cannot take over (exit code 1)\n")
                    .contains("jarfile");
        }
    }

    /** As a jar of another version does that reads another format. */
    @Test
    void theRealJarSaysWhichStateItExpects() throws Exception {
        List<String> trial = List.of(JAVA, "-jar", packaged().toString(), "check-upgrade");
        refused(packaged(), trial, "{\"baton_upgrade\":7,\"from\":\"0.9.0\"}", 20_000)
                .contains("state: format 7, written by version 0.9.0 (expected: format 1)");
        assertThat(home.resolve("lib"))
                .as("it runs with its own flags, from the copy")
                .isDirectory();
    }

    private org.assertj.core.api.AbstractStringAssert<?> refused(String how, long limitMs) throws IOException {
        return refused(JAR, trial(how), "{}", limitMs);
    }

    private org.assertj.core.api.AbstractStringAssert<?> refused(
            Path jar, List<String> trial, String state, long limitMs) throws IOException {
        try (Fd document = StateDocument.file(state.getBytes(StandardCharsets.UTF_8), home)) {
            UpgradeException refusal = catchThrowableOfType(
                    UpgradeException.class, () -> UpgradeCheck.run(jar, trial, environment(), document, limitMs));
            assertThat(refusal).isNotNull();
            return assertThat(refusal.getMessage());
        }
    }

    private static List<String> trial(String how) {
        return List.of(
                JAVA,
                "-Xmx16m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                FaultyTrial.class.getName(),
                how);
    }

    private List<String> environment() {
        List<String> environment = new ArrayList<>();
        System.getenv().forEach((name, value) -> environment.add(name + "=" + value));
        environment.removeIf(variable -> variable.startsWith("BATON_"));
        environment.add("BATON_HOME=" + home);
        return environment;
    }

    private static Path packaged() {
        return Path.of("target", "master.jar").toAbsolutePath();
    }
}
