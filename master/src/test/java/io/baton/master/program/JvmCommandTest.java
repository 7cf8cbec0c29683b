package io.baton.master.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.Application;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.HeapShares;
import io.baton.master.config.Key;
import io.baton.master.config.Keys;
import io.baton.master.config.Settings;
import io.baton.master.config.Source;
import io.baton.master.config.Surroundings;
import io.baton.master.jvm.Jdk;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The options of the workers' JVMs: Baton's, and the operator's, which are stronger. */
final class JvmCommandTest {

    private final Settings.Builder settings = new Settings.Builder();
    private @Nullable Application application;

    @Test
    void theOperatorsArgumentsReplaceBatonsAboutTheSame() {
        flag(Keys.JVM_ARGS, "-Xmx512m -XX:+UseG1GC -Dlog={{name}}-{{index}}.log");
        List<String> options = command(Map.of()).serving(2, 4);
        assertThat(options).contains("-Xmx512m", "-XX:+UseG1GC", "-Dlog=baton-2.log");
        assertThat(options).doesNotContain("-Xmx40m", "-Xms8m", "-XX:+UseSerialGC");
    }

    @Test
    void aFlagThatIsLockedHasItsKeyWhateverTheOperatorLocks() {
        flag(Keys.JVM_ARGS, "-XX:-UnlockDiagnosticVMOptions");
        assertThat(command(Map.of()).serving(0, 2))
                .containsSubsequence(
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:ArchiveRelocationMode=0",
                        "-XX:-UnlockDiagnosticVMOptions");
        flag(Keys.JVM_ARGS, "-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=1");
        assertThat(command(Map.of()).serving(0, 2))
                .containsSubsequence("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=1")
                .doesNotContain("-XX:ArchiveRelocationMode=0");
    }

    @Test
    void theShareOfTheHeapIsThatOfTheWorkersThatThereAreNow() {
        flag(Keys.HEAP_TOTAL, "1g");
        flag(Keys.INSTANCES, "2");
        JvmCommand command = command(Map.of("JAVA_TOOL_OPTIONS", "-Xmx2g"));
        assertThat(command.serving(0, 2)).containsOnlyOnce("-Xmx512m").doesNotContain("-Xmx40m");
        assertThat(command.serving(0, 4)).containsOnlyOnce("-Xmx256m");
    }

    @Test
    void anApplicationOfTheOperatorsSharesTooAndElseHasTheJvmsDefaults() {
        application = Application.jar(Path.of("/app.jar"));
        assertThat(command(Map.of()).serving(0, 1000))
                .noneMatch(option -> option.startsWith("-Xm")
                        || option.endsWith("GC")
                        || option.startsWith("-XX:ActiveProcessorCount"));
        flag(Keys.CPUS, "split");
        assertThat(command(Map.of()).serving(0, 1000)).contains("-XX:ActiveProcessorCount=1");
    }

    @Test
    void aNumberOfProcessorsOfTheOperatorsWins() {
        flag(Keys.CPUS, "split");
        flag(Keys.JVM_ARGS, "-XX:ActiveProcessorCount=3");
        assertThat(command(Map.of()).serving(0, 1000)).doesNotContain("-XX:ActiveProcessorCount=1");
    }

    @Test
    void aServerThatKnowsNothingOfBatonGetsItsShareOfTheMachineAndNothingElse() {
        application = Application.jar(Path.of("/app.jar"));
        List<String> one = command(Map.of()).server(0, 1, new HeapShares());
        assertThat(one).noneMatch(option -> option.startsWith("-X"));
        List<String> thousand = command(Map.of()).server(0, 1000, new HeapShares());
        assertThat(thousand).filteredOn(option -> option.startsWith("-Xmx")).hasSize(1);
        assertThat(thousand).doesNotContain("-XX:ActiveProcessorCount=1", "-XX:-UsePerfData", "-XX:+UseSerialGC");
        for (String theirs : List.of("-Xmx3g", "-XX:MaxRAMPercentage=50", "-Xms1g")) {
            assertThat(command(Map.of("JAVA_TOOL_OPTIONS", theirs)).server(0, 1000, new HeapShares()))
                    .as("a heap on the command line is stronger than that of the environment")
                    .noneMatch(option -> option.startsWith("-Xm"));
        }
        flag(Keys.HEAP_TOTAL, "100g");
        assertThat(command(Map.of()).server(0, 1000, new HeapShares()))
                .filteredOn(option -> option.startsWith("-Xmx"))
                .containsExactly("-Xmx102m");
        flag(Keys.CPUS, "split");
        assertThat(command(Map.of()).server(0, 1000, new HeapShares())).contains("-XX:ActiveProcessorCount=1");
    }

    @Test
    void agentsAmongTheArgumentsLeaveNoArchive() {
        assertThat(command(Map.of()).allowsArchive()).isTrue();
        flag(Keys.JVM_ARGS, "-javaagent:/opt/a.jar");
        assertThat(command(Map.of()).allowsArchive()).isFalse();
    }

    @Test
    void nativeLibrariesOfTheOperatorsAreFoundBesideBatons() {
        flag(Keys.JVM_ARGS, "-Djava.library.path=/opt/lib");
        assertThat(command(Map.of()).libraries(List.of("-Djava.library.path=/home/lib", "-Da=b")))
                .containsExactly("-Djava.library.path=/home/lib:/opt/lib", "-Da=b");
    }

    private void flag(Key<?> key, String text) {
        settings.add(key, text, Source.flag(key));
    }

    private JvmCommand command(Map<String, String> environment) {
        GroupConfig config = GroupConfig.of(settings.build(), application, Surroundings.NONE);
        return new JvmCommand(config, Jdk.OWN, environment);
    }
}
