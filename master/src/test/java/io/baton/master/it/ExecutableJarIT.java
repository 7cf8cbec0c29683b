package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code master.jar} is a jar and an executable file. */
final class ExecutableJarIT {

    @TempDir
    private Path directory = Path.of("");

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void itRunsThroughALinkFromADirectoryWithASpace() throws Exception {
        Path link = Files.createDirectory(directory.resolve("a directory")).resolve("baton");
        Files.createSymbolicLink(link, MasterCommand.packagedJar());
        MasterCommand.Outcome outcome = run(link.toString(), "list");
        assertThat(outcome.exitCode()).isEqualTo(69);
        assertThat(outcome.output())
                .contains("no daemon runs in " + directory)
                .endsWith("this starts one: baton start [app.jar|app.js]\n")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash", "busybox"})
    void everyUsualShellRunsIt(String shell) throws Exception {
        assumeTrue(isThere(shell), () -> "no " + shell + " here");
        List<String> command = new ArrayList<>(List.of(shell));
        if (shell.equals("busybox")) {
            command.add("sh");
        }
        command.addAll(List.of(MasterCommand.packagedJar().toString(), "version"));
        MasterCommand.Outcome outcome = run(command.toArray(String[]::new));
        assertThat(outcome.output()).startsWith("baton ");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void withoutAJvmOneLineSaysWhatIsMissing() throws Exception {
        environment.put("PATH", "/nonexistent");
        MasterCommand.Outcome outcome =
                run("/bin/sh", MasterCommand.packagedJar().toString(), "list");
        assertThat(outcome.output()).isEqualTo("baton: no java (expected: JDK 17 or newer in $JAVA_HOME or $PATH)\n");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_392", "11.0.2", "16"})
    void anOldJvmIsRefusedBeforeItIsStarted(String version) throws Exception {
        Path java = Files.createDirectory(directory.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho started\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(directory.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        environment.put("JAVA_HOME", directory.toString());
        MasterCommand.Outcome outcome = run(MasterCommand.packagedJar().toString(), "list");
        assertThat(outcome.output()).contains("is older than Java 17").hasLineCount(1);
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void itIsStillAJarWhoseOffsetsCountFromTheBeginningOfTheFile() throws Exception {
        try (ZipFile jar = new ZipFile(MasterCommand.packagedJar().toFile())) {
            assertThat(jar.getEntry("META-INF/MANIFEST.MF")).isNotNull();
        }
        assumeTrue(isThere("unzip"), "no unzip here");
        MasterCommand.Outcome outcome =
                run("unzip", "-tq", MasterCommand.packagedJar().toString());
        // It warns of bytes before the zip, with exit code 1, where the offsets do not count them.
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }

    private static boolean isThere(String program) {
        for (String place : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(place, program))) {
                return true;
            }
        }
        return false;
    }

    private MasterCommand.Outcome run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put(
                        "JAVA_HOME",
                        Path.of(MasterCommand.java(), "..", "..").normalize().toString());
        builder.environment().put("BATON_HOME", directory.resolve("home").toString());
        builder.environment().putAll(environment);
        if (environment.containsKey("PATH")) {
            builder.environment().remove("JAVA_HOME");
        }
        return MasterCommand.outcome(builder.start());
    }
}
