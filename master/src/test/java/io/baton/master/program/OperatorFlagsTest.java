package io.baton.master.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OperatorFlagsTest {

    private static final List<String> OURS = List.of("-XX:+UseSerialGC", "-Xmx40m", "-XX:-UsePerfData", "-Dio.x=1");

    @Test
    void withoutOptionsOfTheOperatorsAllOfOursStay() {
        assertThat(of("").givingWay(OURS)).isEqualTo(OURS);
        assertThat(of("-Dsomething=else -Xss1m").givingWay(OURS)).isEqualTo(OURS);
    }

    @ParameterizedTest
    @CsvSource({
        "-XX:+UseG1GC, -XX:+UseSerialGC",
        "-XX:+UseZGC, -XX:+UseSerialGC",
        "-Xmx512m, -Xmx40m",
        "-XX:MaxRAMPercentage=50, -Xmx40m",
        "-XX:+UsePerfData, -XX:-UsePerfData",
        "-Dio.x=2, -Dio.x=1",
    })
    void whatSaysSomethingElseAboutTheSameGivesWay(String theirs, String gone) {
        assertThat(of(theirs).givingWay(OURS)).hasSize(3).doesNotContain(gone);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-javaagent:/opt/a.jar",
                "\"-javaagent:/opt/with blank.jar\"",
                "-Xshare:off",
                "-XX:SharedArchiveFile=x"
            })
    void agentsAndArchivesOfTheOperatorsLeaveNoneOfOurs(String theirs) {
        assertThat(of(theirs).allowArchive()).isFalse();
        assertThat(of("-Xmx1g").allowArchive()).isTrue();
    }

    @Test
    void quotedTextIsOneWord() {
        assertThat(OptionWords.of(" -Da='b c'  \"-Dd=e f\" -X", false))
                .containsExactly("-Da='b c'", "\"-Dd=e f\"", "-X");
        assertThat(OptionWords.of("--require \"a \\\" b.js\" -c", true))
                .containsExactly("--require", "\"a \\\" b.js\"", "-c");
    }

    @Test
    void optionsInAFileCountAsIfTheyStoodThere(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("arguments");
        Files.writeString(file, "# -Xmx1g\n-XX:+UseG1GC  \"-javaagent:/opt/a b.jar\"\n");
        for (String variable : List.of("JDK_JAVA_OPTIONS=@" + file, "JAVA_TOOL_OPTIONS=-XX:VMOptionsFile=" + file)) {
            String[] parts = variable.split("=", 2);
            OperatorFlags flags = new OperatorFlags(Map.of(parts[0], parts[1]), List.of());
            assertThat(flags.givingWay(OURS)).containsExactly("-Xmx40m", "-XX:-UsePerfData", "-Dio.x=1");
            assertThat(flags.allowArchive()).isFalse();
        }
        assertThat(new OperatorFlags(Map.of("JDK_JAVA_OPTIONS", "@/not/there"), List.of()).givingWay(OURS))
                .isEqualTo(OURS);
    }

    /** As java(1) reads them. */
    @Test
    void aFileOfArgumentsHasCommentsQuotesAndBackslashes() {
        assertThat(OptionFile.words("-a 'b c' # d\n\"e\\\\f\" g#h\n\n'i \\\n j'"))
                .containsExactly("-a", "b c", "e\\f", "g#h", "i  j");
        assertThat(OptionFile.isNamedBy("@@x")).isFalse();
    }

    @Test
    void whatIsTheSameAnywayIsNotSaidToGiveWay() {
        assertThat(of("-XX:+UseSerialGC -Xmx40m").givingWay(OURS)).isEqualTo(OURS);
    }

    private static OperatorFlags of(String options) {
        return new OperatorFlags(Map.of("JAVA_TOOL_OPTIONS", options), List.of());
    }
}
