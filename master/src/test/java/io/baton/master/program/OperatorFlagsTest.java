package io.baton.master.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

    private static OperatorFlags of(String options) {
        return new OperatorFlags(Map.of("JAVA_TOOL_OPTIONS", options));
    }
}
