package io.baton.master.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkerEnvironmentTest {

    @Test
    void aWorkerGetsTheMastersVariablesAndItsNumber() {
        assertThat(workerGets(Map.of("PATH", "/bin", "EMPTY", "", "ODD", "a=b c")))
                .containsExactlyInAnyOrder(
                        "PATH=/bin", "EMPTY=", "ODD=a=b c", "MALLOC_ARENA_MAX=2", "NODE_UNIQUE_ID=3");
    }

    @Test
    void slotsDifferInTheirNumberOnly() {
        WorkerEnvironment environment = WorkerEnvironment.forJava(Map.of("PATH", "/bin"));
        assertThat(environment.forSlot(1)).containsExactly("PATH=/bin", "MALLOC_ARENA_MAX=2", "NODE_UNIQUE_ID=1");
        assertThat(environment.forSlot(2)).containsExactly("PATH=/bin", "MALLOC_ARENA_MAX=2", "NODE_UNIQUE_ID=2");
    }

    @Test
    void theChannelOfAnOuterClusterIsNotPassedOn() {
        assertThat(workerGets(Map.of(
                        "NODE_CHANNEL_FD", "3",
                        "NODE_CHANNEL_SERIALIZATION_MODE", "advanced",
                        "NODE_UNIQUE_ID", "7",
                        "NODE_ENV", "production")))
                .containsExactlyInAnyOrder("NODE_ENV=production", "MALLOC_ARENA_MAX=2", "NODE_UNIQUE_ID=3");
    }

    @Test
    void anOperatorsArenaLimitWins() {
        assertThat(workerGets(Map.of("MALLOC_ARENA_MAX", "8")))
                .containsExactlyInAnyOrder("MALLOC_ARENA_MAX=8", "NODE_UNIQUE_ID=3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void optionsThatOpenAPortAreKeptFromWorkersAndOthersAreNot(String name) {
        String options = "-Xmx64m -agentlib:jdwp=transport=dt_socket,server=y,address=5005 -Da=b "
                + "-Xrunjdwp:transport=dt_socket -Dcom.sun.management.jmxremote "
                + "-Dcom.sun.management.jmxremote.port=9010 -javaagent:/opt/agent.jar";
        assertThat(workerGets(Map.of(name, options)))
                .contains(name + "=-Xmx64m -Da=b -javaagent:/opt/agent.jar")
                .hasSize(3);
    }

    @Test
    void nothingIsLeftOfOptionsThatOnlyOpenAPort() {
        assertThat(workerGets(Map.of("JAVA_TOOL_OPTIONS", " -agentlib:jdwp=server=y,address=5005 ")))
                .contains("JAVA_TOOL_OPTIONS=");
    }

    @Test
    void portOpeningWordsInOtherVariablesAreNobodysBusiness() {
        assertThat(workerGets(Map.of("NOTES", "-agentlib:jdwp is  nice"))).contains("NOTES=-agentlib:jdwp is  nice");
    }

    @Test
    void aNodeProgramGetsTheMastersVariablesAndThePortThatTheOperatorNamed() {
        Map<String, String> masters = Map.of("PATH", "/bin", "PORT", "1");
        assertThat(WorkerEnvironment.forNode(masters, OptionalInt.of(8080)).forSlot(2))
                .containsExactlyInAnyOrder("PATH=/bin", "PORT=8080", "NODE_UNIQUE_ID=2");
        assertThat(WorkerEnvironment.forNode(Map.of(), OptionalInt.empty()).forSlot(2))
                .containsExactly("NODE_UNIQUE_ID=2");
    }

    @Test
    void aNodeProgramDoesNotOpenTheMastersInspectorPort() {
        Map<String, String> masters = Map.of("NODE_OPTIONS", "--max-old-space-size=64 --inspect=9229 --inspect-brk");
        assertThat(WorkerEnvironment.forNode(masters, OptionalInt.empty()).forSlot(1))
                .contains("NODE_OPTIONS=--max-old-space-size=64");
    }

    private static List<String> workerGets(Map<String, String> masters) {
        return WorkerEnvironment.forJava(masters).forSlot(3);
    }
}
