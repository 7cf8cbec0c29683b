package io.baton.master.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpositionParserTest {

    private static Exposition parse(String text) throws ExpositionException {
        return ExpositionParser.parse(text, ExpositionLimits.OF_A_WORKER);
    }

    private static String rewritten(String text, boolean openMetrics) throws ExpositionException {
        return ExpositionWriter.write(parse(text).families().values(), openMetrics);
    }

    private static void requireRefused(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ExpositionException.class)
                .hasMessage(message);
    }

    @Test
    void aPageOfMicrometerIsRead() throws ExpositionException {
        String text =
                """
                # HELP jvm_gc_pause_seconds Time spent in GC pause
                # TYPE jvm_gc_pause_seconds summary
                jvm_gc_pause_seconds_count{action="end of minor GC",cause="Metadata GC Threshold",} 3.0
                jvm_gc_pause_seconds_sum{action="end of minor GC",cause="Metadata GC Threshold",} 0.013
                # HELP jvm_gc_pause_seconds_max Time spent in GC pause
                # TYPE jvm_gc_pause_seconds_max gauge
                jvm_gc_pause_seconds_max{action="end of minor GC",cause="Metadata GC Threshold",} NaN
                # HELP http_server_requests_seconds \s
                # TYPE http_server_requests_seconds histogram
                http_server_requests_seconds_bucket{uri="/",le="0.001",} 1.0
                http_server_requests_seconds_bucket{uri="/",le="+Inf",} 4.0
                http_server_requests_seconds_count{uri="/",} 4.0
                http_server_requests_seconds_sum{uri="/",} 1.5
                # TYPE logback_events_total counter
                logback_events_total{level="warn",} 1.2345678E7
                """;
        assertThat(rewritten(text, false))
                .isEqualTo(
                        """
                # TYPE jvm_gc_pause_seconds summary
                # HELP jvm_gc_pause_seconds Time spent in GC pause
                jvm_gc_pause_seconds_count{action="end of minor GC",cause="Metadata GC Threshold"} 3
                jvm_gc_pause_seconds_sum{action="end of minor GC",cause="Metadata GC Threshold"} 0.013
                # TYPE jvm_gc_pause_seconds_max gauge
                # HELP jvm_gc_pause_seconds_max Time spent in GC pause
                jvm_gc_pause_seconds_max{action="end of minor GC",cause="Metadata GC Threshold"} NaN
                # TYPE http_server_requests_seconds histogram
                http_server_requests_seconds_bucket{uri="/",le="0.001"} 1
                http_server_requests_seconds_bucket{uri="/",le="+Inf"} 4
                http_server_requests_seconds_count{uri="/"} 4
                http_server_requests_seconds_sum{uri="/"} 1.5
                # TYPE logback_events_total counter
                logback_events_total{level="warn"} 12345678
                """);
    }

    @Test
    void aPageOfNodesClientKeepsItsNames() throws ExpositionException {
        String text =
                """
                # HELP nodejs_version_info Node.js version info.
                # TYPE nodejs_version_info gauge
                nodejs_version_info{version="v22.0.0",major="22"} 1

                # HELP requests Requests without the usual ending
                # TYPE requests counter
                requests{method="GET",code="200"} 7 1700000000000
                """;
        assertThat(rewritten(text, true))
                .isEqualTo(
                        """
                # TYPE nodejs_version_info gauge
                # HELP nodejs_version_info Node.js version info.
                nodejs_version_info{major="22",version="v22.0.0"} 1
                # TYPE requests unknown
                # HELP requests Requests without the usual ending
                requests{code="200",method="GET"} 7
                # EOF
                """);
    }

    @Test
    void aPageOfOpenMetricsLosesTimesExemplarsAndCreationTimes() throws ExpositionException {
        String text =
                """
                # TYPE foo_seconds counter
                # UNIT foo_seconds seconds
                # HELP foo_seconds Quotes \\"here\\" and a line\\nbreak \\\\ \\x
                foo_seconds_total{a="b"} 17.5 1520879607.789 # {trace_id="KOO5S4vxi0o"} 0.67 1.5
                foo_seconds_created{a="b"} 1520430000.123
                # TYPE build info
                build_info{v="1"} 1
                # TYPE feature stateset
                feature{feature="a"} 1
                feature{feature="b"} 0
                # TYPE size gaugehistogram
                size_bucket{le="+Inf"} 3
                size_gcount 3
                size_gsum 30
                # EOF
                """;
        assertThat(rewritten(text, true))
                .isEqualTo(
                        """
                # TYPE foo_seconds counter
                # UNIT foo_seconds seconds
                # HELP foo_seconds Quotes \\"here\\" and a line\\nbreak \\\\ \\\\x
                foo_seconds_total{a="b"} 17.5
                # TYPE build info
                build_info{v="1"} 1
                # TYPE feature stateset
                feature{feature="a"} 1
                feature{feature="b"} 0
                # TYPE size_bucket gauge
                size_bucket{le="+Inf"} 3
                # TYPE size_gcount gauge
                size_gcount 3
                # TYPE size_gsum gauge
                size_gsum 30
                # EOF
                """);
        assertThat(rewritten(text, false)).contains("# TYPE foo_seconds_total counter", "# TYPE build_info gauge");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1e3, 1000",
        "+.5, 0.5",
        "-7., -7",
        "Nan, NaN",
        "inf, +Inf",
        "-Infinity, -Inf",
        "9007199254740992, 9007199254740992",
        "9007199254740993, 9007199254740992",
        "1e300, 1.0E300",
        "0.1, 0.1",
        "-0, -0.0",
        "4.9E-324, 4.9E-324"
    })
    void aNumberKeepsItsValue(String written, String rewritten) throws ExpositionException {
        assertThat(rewritten("a " + written + "\n", false)).endsWith("\na " + rewritten + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1d", "0x10", "1_000", "", "1,5", "--1", "NaNs", "e5", ".", "١"})
    void whatIsNoNumberIsRefused(String word) {
        assertThatThrownBy(() -> parse("ok 1\na " + word + "\n"))
                .isInstanceOf(ExpositionException.class)
                .hasMessageStartingWith("line 2: ")
                .hasMessageEndingWith("(expected: a number)");
    }

    @Test
    void aFaultIsNamedWithItsLine() {
        requireRefused("<html>\n", "line 1: \"<html>\" (expected: the name of a metric)");
        requireRefused(
                "\n\na{b=\"c\n",
                "line 3: the end of the line behind \"a{b=\"c\" (expected: the end of a label's value, a double quote)");
        requireRefused(
                "a{b=\"\\t\"} 1", "line 1: \"\\t\"} 1\" behind \"a{b=\"\" (expected: an escape \\\\, \\\" or \\n)");
        requireRefused("a{b} 1", "line 1: \"} 1\" behind \"a{b\" (expected: = behind the name of a label)");
        requireRefused(
                "a{b=1} 1", "line 1: \"1} 1\" behind \"a{b=\" (expected: the value of a label in double quotes)");
        requireRefused(
                "a{b=\"1\" c=\"2\"} 1",
                "line 1: \"c=\"2\"} 1\" behind \"a{b=\"1\" \" (expected: , or } behind a label)");
        requireRefused("a{{} 1", "line 1: \"{} 1\" behind \"a{\" (expected: the name of a label)");
        requireRefused(
                "a 1 2 3",
                "line 1: \"3\" behind \"a 1 2 \" (expected: the end of the line behind a number and a time)");
        requireRefused("a{b=\"1\",b=\"2\"} 1", "line 1: label b twice (expected: each label once)");
        requireRefused(
                "a{__name__=\"b\"} 1",
                "line 1: label __name__ (expected: a name that does not begin with __, as Prometheus's own)");
        requireRefused("a 1 # 5", "line 1: \"5\" behind \"a 1 # \" (expected: the labels of an exemplar)");
        requireRefused("# EOF\na 1\n", "line 2: \"a 1\" (expected: nothing behind # EOF)");
        requireRefused("a\0 1", "line 1: \"? 1\" behind \"a\" (expected: a number)");
    }

    @Test
    void aSampleIsThereOnce() {
        requireRefused("a 1\na 2\n", "line 2: a{} twice (expected: each sample once)");
        requireRefused("a{b=\"\"} 1\na 2\n", "line 2: a{} twice (expected: each sample once)");
        requireRefused(
                "a{b=\"1\",c=\"2\"} 1\na{c=\"2\",b=\"1\"} 1\n",
                "line 2: a{b=\"1\",c=\"2\"} twice (expected: each sample once)");
        requireRefused(
                "# TYPE a histogram\na_bucket{le=\"1\"} 1\na_bucket{le=\"1.0\"} 1\na_bucket{le=\"+Inf\"} 1\n",
                "a{}: 1.0 twice (expected: each bound and each quantile once)");
    }

    @Test
    void declarationsAgree() {
        requireRefused(
                "# TYPE a counter\n# TYPE a counter\n", "line 2: a second TYPE line of one metric (expected: one)");
        requireRefused("# HELP a b\n# HELP a b\n", "line 2: a second HELP line of one metric (expected: one)");
        requireRefused(
                "a 1\n# TYPE a gauge\n",
                "line 2: TYPE behind a sample of its metric (expected: TYPE before all samples)");
        requireRefused(
                "# TYPE a b\n",
                "line 1: type \"b\" (expected: counter, gauge, histogram, summary, untyped, unknown, info, stateset or gaugehistogram)");
        requireRefused(
                "# TYPE a\n",
                "line 1: type \"\" (expected: counter, gauge, histogram, summary, untyped, unknown, info, stateset or gaugehistogram)");
        requireRefused("# TYPE 1 gauge\n", "line 1: \"1 gauge\" behind \"# TYPE \" (expected: the name of a metric)");
        requireRefused(
                "# TYPE a gauge b\n", "line 1: \"b\" behind \"# TYPE a gauge \" (expected: the end of the line)");
    }

    @Test
    void countsAndBoundsAreWhatTheyShouldBe() {
        requireRefused("# TYPE a counter\na -1\n", "line 2: a is -1.0 (expected: a number that counts, >= 0)");
        requireRefused(
                "# TYPE a histogram\na_bucket{le=\"+Inf\"} NaN\n",
                "line 2: a_bucket is NaN (expected: a number that counts, >= 0)");
        requireRefused(
                "# TYPE a histogram\na_bucket 1\n",
                "line 2: a_bucket with le=\"\" (expected: a label le with a number)");
        requireRefused(
                "# TYPE a summary\na{quantile=\"x\"} 1\n",
                "line 2: a with quantile=\"x\" (expected: a label quantile with a number)");
        requireRefused(
                "# TYPE a histogram\na_bucket{le=\"1\"} 1\n",
                "a{}: a histogram without a bucket +Inf and without a_count");
        requireRefused(
                "# TYPE a histogram\na 1\n",
                "line 2: \"a 1\" (expected: a sample of a metric of this type, which has none of the metric's own name)");
    }

    @Test
    void aTextHasLimits() {
        ExpositionLimits small = new ExpositionLimits(100, 2, 2, 5, 4);
        Map<String, String> messages = Map.of(
                "a 1\n".repeat(26),
                "104 characters (expected: at most 100)",
                "a 1\nb 1\nc 1\n",
                "line 3: one more sample (expected: at most 2)",
                "a{b=\"1\",c=\"2\",d=\"3\"} 1",
                "line 1: 3 labels (expected: at most 2)",
                "abcdef 1",
                "line 1: 6 characters in a name (expected: at most 5)",
                "a{b=\"12345\"} 1",
                "line 1: 5 characters in the value of a label (expected: at most 4)",
                "# HELP a 12345",
                "line 1: 5 characters in a text (expected: at most 4)",
                "# TYPE a gauge\n# TYPE b gauge\n# TYPE c gauge\n# TYPE d gauge\n",
                "line 4: too many metrics (expected: at most 2)");
        messages.forEach((text, message) -> assertThatThrownBy(() -> ExpositionParser.parse(text, small))
                .isInstanceOf(ExpositionException.class)
                .hasMessage(message));
    }

    @Test
    void commentsAndBlanksMeanNothing() throws ExpositionException {
        assertThat(rewritten("#\n# \n#HELPLESS a\n \t\n# TYPEs\n  a  {  b = \"c\" , }  1  2 \n", false))
                .isEqualTo("# TYPE a untyped\na{b=\"c\"} 1\n");
        assertThat(parse("").families()).isEmpty();
        assertThat(parse("a 1").samples()).isEqualTo(1);
    }

    @Test
    void anyBrokenTextIsReadOrRefusedInWords() {
        String page =
                """
                # HELP a_total Help \\\\ \\n
                # TYPE a_total counter
                a_total{b="\\"c\\\\",d="e"} 1 2 # {x="y"} 3 4
                # TYPE h histogram
                h_bucket{le="1"} 1
                h_bucket{le="+Inf"} 2
                h_sum 3
                # EOF
                """;
        Random random = new Random(20);
        List<String> pieces =
                List.of("{", "}", "\"", "\\", "#", "\n", " ", "=", ",", "1", "+Inf", "le", "\0", "é", "# TYPE ");
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(page);
            for (int j = random.nextInt(3); j >= 0; j--) {
                int at = random.nextInt(text.length());
                text.replace(
                        at, Math.min(text.length(), at + random.nextInt(3)), pieces.get(random.nextInt(pieces.size())));
            }
            try {
                parse(text.toString());
            } catch (ExpositionException e) {
                refused++;
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        assertThat(refused).isBetween(1_000, 19_999);
    }
}
