package io.baton.master.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkerEnvironmentTest {

    @Test
    void aWorkerGetsTheMastersVariablesAndItsNumbers() {
        assertThat(workerGets(Map.of("PATH", "/bin", "EMPTY", "", "ODD", "a=b c")))
                .containsExactlyInAnyOrder(
                        "PATH=/bin",
                        "EMPTY=",
                        "ODD=a=b c",
                        "MALLOC_ARENA_MAX=2",
                        "_JAVA_SR_SIGNUM=58",
                        "BATON_APP=shop",
                        "NODE_UNIQUE_ID=3",
                        "NODE_APP_INSTANCE=2",
                        "BATON_INSTANCE=2",
                        "INSTANCE_ID=2",
                        "pm_id=2");
    }

    @Test
    void aPortThatAFileOfOptionsOpensIsNotPassedOnAndTheRestIs(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("arguments");
        Files.writeString(file, "-Dcom.sun.management.jmxremote.port=9010 '-Da=b c'\n-Xmx200m");
        assertThat(workerGets(Map.of("JDK_JAVA_OPTIONS", "-Dx=y @" + file)))
                .contains("JDK_JAVA_OPTIONS=-Dx=y \"-Da=b c\" \"-Xmx200m\"");
        Files.writeString(file, "-Xmx200m");
        assertThat(workerGets(Map.of("JDK_JAVA_OPTIONS", "@" + file))).contains("JDK_JAVA_OPTIONS=@" + file);
    }

    @Test
    void slotsDifferInTheirNumberOnly() {
        WorkerEnvironment environment = WorkerEnvironment.forJava(Map.of("PATH", "/bin"), "shop");
        assertThat(environment.forSlot(1)).hasSize(9).contains("NODE_UNIQUE_ID=1", "NODE_APP_INSTANCE=0");
        assertThat(environment.forSlot(2)).hasSize(9).contains("NODE_UNIQUE_ID=2", "NODE_APP_INSTANCE=1");
    }

    @Test
    void aSpareIsNoInstance() {
        assertThat(WorkerEnvironment.forJava(Map.of(), "shop").withoutSlot(3))
                .containsExactlyInAnyOrder(
                        "BATON_APP=shop", "MALLOC_ARENA_MAX=2", "_JAVA_SR_SIGNUM=58", "NODE_UNIQUE_ID=3");
    }

    @Test
    void theChannelAndTheInstanceOfAnOuterClusterAreNotPassedOn() {
        Map<String, String> masters = Map.of(
                "NODE_CHANNEL_FD", "3",
                "NODE_CHANNEL_SERIALIZATION_MODE", "advanced",
                "NODE_UNIQUE_ID", "7",
                "NODE_APP_INSTANCE", "6",
                "pm_id", "12",
                "BATON_INSTANCE", "6",
                "BATON_APP", "outer",
                "NODE_ENV", "production");
        assertThat(WorkerEnvironment.forJava(masters, "shop").withoutSlot(3))
                .containsExactlyInAnyOrder(
                        "NODE_ENV=production",
                        "BATON_APP=shop",
                        "MALLOC_ARENA_MAX=2",
                        "_JAVA_SR_SIGNUM=58",
                        "NODE_UNIQUE_ID=3");
    }

    @Test
    void anInstanceIdOfTheOperatorsWins() {
        assertThat(workerGets(Map.of("INSTANCE_ID", "i-0abc")))
                .contains("INSTANCE_ID=i-0abc", "NODE_APP_INSTANCE=2")
                .doesNotContain("INSTANCE_ID=2");
    }

    @Test
    void anOperatorsArenaLimitWins() {
        assertThat(workerGets(Map.of("MALLOC_ARENA_MAX", "8")))
                .contains("MALLOC_ARENA_MAX=8")
                .doesNotContain("MALLOC_ARENA_MAX=2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void optionsThatOpenAPortAreKeptFromWorkersAndOthersAreNot(String name) {
        String options = "-Xmx64m -agentlib:jdwp=transport=dt_socket,server=y,address=5005 -Da=b "
                + "-Xrunjdwp:transport=dt_socket -Dcom.sun.management.jmxremote "
                + "-Dcom.sun.management.jmxremote.port=9010 -javaagent:/opt/agent.jar";
        assertThat(workerGets(Map.of(name, options)))
                .contains(name + "=-Xmx64m -Da=b -javaagent:/opt/agent.jar")
                .hasSize(9);
    }

    @Test
    void aServerIsToldThePortAndSharesThatOfJmx() {
        String options = "-Dcom.sun.management.jmxremote.port=9010";
        Map<String, String> own = Map.of("JAVA_TOOL_OPTIONS", options + " -agentlib:jdwp=server=y,address=5005");
        assertThat(WorkerEnvironment.forServer(own, "shop", OptionalInt.of(8080))
                        .forSlot(1))
                .contains(
                        "JAVA_TOOL_OPTIONS=" + options,
                        "PORT=8080",
                        "SERVER_PORT=8080",
                        "MICRONAUT_SERVER_PORT=8080",
                        "QUARKUS_HTTP_PORT=8080");
        assertThat(WorkerEnvironment.forServer(Map.of(), "shop", OptionalInt.empty())
                        .forSlot(1))
                .noneMatch(variable -> variable.contains("PORT="));
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
    void eachWorkerGetsAPortOfItsOwnWhereTheValueHasAnIndex() {
        String options = "-agentlib:jdwp=transport=dt_socket,server=y,address={{index+5005}} -Dx={{name}}";
        Map<String, String> masters = Map.of("JAVA_TOOL_OPTIONS", options, "LOG", "{{index}}.log");
        WorkerEnvironment environment = WorkerEnvironment.forJava(masters, "shop");
        assertThat(environment.forSlot(3))
                .contains(
                        "JAVA_TOOL_OPTIONS=-agentlib:jdwp=transport=dt_socket,server=y,address=5007 -Dx=shop",
                        "LOG=2.log");
        assertThat(environment.withoutSlot(3)).contains("JAVA_TOOL_OPTIONS=-Dx=shop");
    }

    @Test
    void aNodeProgramGetsTheMastersVariablesAndThePortThatTheOperatorNamed() {
        Map<String, String> masters = Map.of("PATH", "/bin", "PORT", "1");
        assertThat(WorkerEnvironment.forNode(masters, "shop", OptionalInt.of(8080))
                        .withoutSlot(2))
                .containsExactlyInAnyOrder("PATH=/bin", "PORT=8080", "BATON_APP=shop", "NODE_UNIQUE_ID=2");
        assertThat(WorkerEnvironment.forNode(Map.of(), "shop", OptionalInt.empty())
                        .withoutSlot(2))
                .containsExactly("BATON_APP=shop", "NODE_UNIQUE_ID=2");
    }

    @Test
    void aNodeProgramDoesNotOpenTheMastersInspectorPort() {
        Map<String, String> masters = Map.of("NODE_OPTIONS", "--max-old-space-size=64 --inspect=9229 --inspect-brk");
        assertThat(WorkerEnvironment.forNode(masters, "shop", OptionalInt.empty())
                        .forSlot(1))
                .contains("NODE_OPTIONS=--max-old-space-size=64");
    }

    private static List<String> workerGets(Map<String, String> masters) {
        return WorkerEnvironment.forJava(masters, "shop").forSlot(3);
    }
}
