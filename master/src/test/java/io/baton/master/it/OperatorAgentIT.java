package io.baton.master.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JVM options of an operator in a file: a real agent, that of JaCoCo, and another collector. */
@Tag("long")
final class OperatorAgentIT {

    /** The log's own lines, and what a JVM says itself of the variables. */
    private static final Pattern EXPECTED =
            Pattern.compile("(worker \\d \\| )?(NOTE: )?(Picked up |\\d{4}-\\d\\d-\\d\\d ).*");

    @Test
    void anAgentAndACollectorInAnArgumentFileReachWorkersAndTheLogSaysOnceWhichFlagsGiveWay(@TempDir Path directory)
            throws Exception {
        Path executed = directory.resolve("executed");
        Path arguments = Files.writeString(
                directory.resolve("arguments"),
                "# as for any service\n-XX:+UseParallelGC -Xmx200m\n\"-javaagent:" + agent() + "=destfile=" + executed
                        + "\"\n");
        try (MasterProcess master = new MasterCommand()
                .environment("JDK_JAVA_OPTIONS", "@" + arguments)
                .start("--archive", "auto")) {
            master.awaitReady(2);
            assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(60))).isZero();
            assertThat(Files.readString(executed, ISO_8859_1))
                    .as("what the agent saw")
                    .contains("io/baton/worker/WorkerMain");
            assertThat(master.output()).allMatch(EXPECTED.asMatchPredicate());
            for (String dropped : List.of("-XX:+UseSerialGC", "-Xmx40m", "a class-data archive")) {
                assertThat(master.output())
                        .filteredOn(line -> line.contains("in the environment: workers run without " + dropped))
                        .hasSize(1);
            }
        }
    }

    private static Path agent() throws Exception {
        Class<?> inside = Class.forName("org.jacoco.agent.rt.RT", false, OperatorAgentIT.class.getClassLoader());
        return Path.of(
                inside.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
