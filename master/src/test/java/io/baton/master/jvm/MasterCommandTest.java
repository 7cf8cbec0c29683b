package io.baton.master.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MasterCommandTest {

    private static final Path JAVA = Path.of("/jdk/bin/java");
    private static final Path JAR = Path.of("/new.jar");

    @Test
    void aMasterWithFlagsOfOursIsTriedWithoutAnyBecauseTheNewJarChoosesItsOwn() {
        List<String> running = running("-XX:SharedArchiveFile=/home/lib/1/master-17.jsa");
        assertThat(MasterCommand.trial(JAVA, JAR, running))
                .containsExactly("/jdk/bin/java", "-jar", "/new.jar", "check-upgrade");
        assertThat(MasterCommand.trial(JAVA, JAR, running("-XX:ArchiveClassesAtExit=/home/lib/1/master-17.jsa.12")))
                .endsWith("check-upgrade");
    }

    @Test
    void aMasterWithoutAnArchiveStaysWithoutOne() {
        assertThat(MasterCommand.trial(JAVA, JAR, running())).endsWith("check-upgrade", "--archive=off");
    }

    @Test
    void theOperatorsFlagsAreThoseOfTheNewMasterToo() {
        assertThat(MasterCommand.trial(JAVA, JAR, List.of("java", "-Xmx1g", "-Dx=y", "-jar", "old.jar", "run", "-jar")))
                .containsExactly("/jdk/bin/java", "-Xmx1g", "-Dx=y", "-jar", "/new.jar", "check-upgrade");
        assertThat(MasterCommand.trial(JAVA, JAR, List.of("java", "-jar", "old.jar", "daemon")))
                .as("BATON_EXEC=off")
                .containsExactly("/jdk/bin/java", "-jar", "/new.jar", "check-upgrade");
    }

    @Test
    void theNewMasterIsExecutedExactlyAsItsTrialAndRecordsUnderItsOwnPid() {
        List<String> trial = List.of(
                "java", "-Xmx64m", "-XX:ArchiveClassesAtExit=/lib/m.jsa.77", "-jar", "/lib/m.jar", "check-upgrade");
        List<String> command = MasterCommand.withoutArguments(trial, 4711);
        assertThat(command)
                .containsExactly(
                        Jdk.OWN.java().toString(),
                        "-Xmx64m",
                        "-XX:ArchiveClassesAtExit=/lib/m.jsa.4711",
                        "-jar",
                        "/lib/m.jar");
        assertThat(MasterCommand.records(command)).isTrue();
    }

    private static List<String> running(String... more) {
        List<String> line = new ArrayList<>(List.of("java"));
        line.addAll(JvmFlags.small(MasterJvm.HEAP_MB));
        line.addAll(List.of(more));
        line.addAll(List.of("-jar", "/home/lib/1/master.jar", "run", "--archive=off", "app.jar"));
        return line;
    }
}
