package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JVMs of a group are told, and how they share the machine. */
final class JvmOptionsTest {

    private static final long MB = 1 << 20;

    @Test
    void theHeapOfAllIsDividedByTheWorkersInWholeMegabytes() {
        JvmOptions options = options(List.of(), 200 * MB);
        assertThat(options.heapMb(1)).isEqualTo(200);
        assertThat(options.heapMb(3)).isEqualTo(66);
        assertThat(options(List.of(), 0).splitsHeap()).isFalse();
    }

    @Test
    void aShareThatIsTooSmallToServeIsRefusedWithTheLeastTotal() {
        assertThatThrownBy(() -> options(List.of(), 200 * MB).heapMb(7))
                .isInstanceOf(ConfigException.class)
                .hasMessage("heap-total: 200m for 7 workers (expected: at least 32m for each, 224m)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xmx1g", "-XX:MaxHeapSize=1g", "-XX:MaxRAMPercentage=50", "-XX:MaxRAM=1g"})
    void twoLimitsOfTheHeapAreAMistake(String argument) {
        assertThatThrownBy(() -> options(List.of("-Da=b", argument), 1 << 30))
                .hasMessageStartingWith("jvm-args: " + argument + " (expected: none with heap-total");
        assertThat(options(List.of(argument), 0).arguments()).containsExactly(argument);
    }

    @ParameterizedTest
    @CsvSource({"SPLIT,1,8,8", "SPLIT,2,8,4", "SPLIT,3,8,3", "SPLIT,8,8,1", "SPLIT,20,8,1", "SPLIT,2,1,1", "ALL,4,8,8"})
    void theProcessorsAreDividedRoundedUpUnlessEachMayCountAll(Cpus cpus, int workers, int cores, int share) {
        assertThat(new JvmOptions(true, List.of(), 0, cpus).processors(workers, cores))
                .isEqualTo(share);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-cp x",
                "-classpath x",
                "--class-path=x",
                "-jar a.jar",
                "-m a/b",
                "--module=a",
                "-version",
                "--help",
                "-X",
                "--list-modules",
                "com.example.Main",
                "-Da=b x"
            })
    void whatWouldRunAnythingButAWorkerIsRefused(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--jvm-args: ")
                .hasMessageContaining("(expected: ");
    }

    @Test
    void allElseIsTheJvmsBusinessAlsoOptionsWithAWordBehindThem() {
        assertThat(parse("-Xss512k --add-opens java.base/java.lang=ALL-UNNAMED '-Da=b c' @/etc/args -XX:+UseZGC"))
                .containsExactly(
                        "-Xss512k",
                        "--add-opens",
                        "java.base/java.lang=ALL-UNNAMED",
                        "-Da=b c",
                        "@/etc/args",
                        "-XX:+UseZGC");
        assertThatThrownBy(() -> parse("--add-opens")).hasMessageContaining("its value behind it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=5005",
                "-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005,suspend=n",
                "-Xrunjdwp:transport=dt_socket,address=127.0.0.1:5005,server=y",
                "-Dcom.sun.management.jmxremote.port=9010",
                "-Dcom.sun.management.jmxremote.rmi.port=9010"
            })
    void onePortForSeveralWorkersIsAMistake(String argument) {
        assertThatThrownBy(() -> FixedPorts.requireNone("jvm-args", List.of(argument), 2, false))
                .hasMessage("jvm-args: " + argument
                        + " opens one port for 2 workers (expected: a port for each, as {{index+5005}})");
        FixedPorts.requireNone("jvm-args", List.of(argument), 1, false);
    }

    @Test
    void serversShareThePortOfJmxAndNotThatOfADebugger() {
        FixedPorts.requireNone("jvm-args", List.of("-Dcom.sun.management.jmxremote.port=9010"), 2, true);
        assertThatThrownBy(() ->
                        FixedPorts.requireNone("jvm-args", List.of("-agentlib:jdwp=server=y,address=5005"), 2, true))
                .hasMessageContaining("opens one port for 2 workers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-agentlib:jdwp=transport=dt_socket,server=y,address=0",
                "-agentlib:jdwp=transport=dt_socket,server=y,address={{index+5005}}",
                "-agentlib:jdwp=transport=dt_socket,server=n,address=debugger:5005",
                "-Dcom.sun.management.jmxremote.port={{index+9010}}",
                "-Dcom.sun.management.jmxremote.port=0",
                "-Dcom.sun.management.jmxremote"
            })
    void freePortsAndPortsOfOtherProgramsAreNone(String argument) {
        assertThat(argument).isNotEmpty();
        FixedPorts.requireNone("jvm-args", List.of(argument), 2, false);
    }

    private static JvmOptions options(List<String> arguments, long heapTotal) {
        return new JvmOptions(true, arguments, heapTotal, Cpus.SPLIT);
    }

    @Test
    void aServerSizesItselfForTwoProcessorsAtLeastUnlessItIsToldOtherwise() {
        JvmOptions auto = new JvmOptions(true, List.of(), 0, Cpus.AUTO);
        assertThat(auto.serverProcessors(4, 16)).isEqualTo(4);
        assertThat(auto.serverProcessors(4, 4)).isEqualTo(2);
        assertThat(auto.serverProcessors(4, 1)).isEqualTo(1);
        assertThat(auto.processors(4, 16)).as("Baton's own workers").isEqualTo(16);
        assertThat(new JvmOptions(true, List.of(), 0, Cpus.SPLIT).serverProcessors(4, 4))
                .isEqualTo(1);
        assertThat(new JvmOptions(true, List.of(), 0, Cpus.ALL).serverProcessors(4, 16))
                .isEqualTo(16);
    }

    private static List<String> parse(String text) {
        return Keys.JVM_ARGS.parse(text, Source.flag(Keys.JVM_ARGS));
    }
}
