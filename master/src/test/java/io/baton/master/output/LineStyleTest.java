package io.baton.master.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.LogFormat;
import io.baton.protocol.log.LogLine;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class LineStyleTest {

    @Test
    void aJsonLineSaysWhatItIsAndWhatWasPrinted() {
        LineStyle json = new JsonLines("api", 2, 4711, Printed.ERR, () -> 1_000);
        assertThat(text(json, "say \"hi\"\\\tbell\u0007\r\n\né\n"))
                .isEqualTo(
                        """
                        {"time":"1970-01-01T00:00:01.000Z","app":"api","slot":2,"pid":4711,"stream":"err","message":"say \\"hi\\"\\\\\\u0009bell\\u0007"}
                        {"time":"1970-01-01T00:00:01.000Z","app":"api","slot":2,"pid":4711,"stream":"err","message":""}
                        {"time":"1970-01-01T00:00:01.000Z","app":"api","slot":2,"pid":4711,"stream":"err","message":"é"}
                        """);
    }

    @Test
    void bytesThatAreNoTextDoNotBreakAJsonLine() {
        LineStyle json = new JsonLines("api", 2, 4711, Printed.OUT, () -> 1_000);
        PrefixedLines line = json.style(new byte[] {'a', (byte) 0xff, 'b', '\n'});
        assertThat(text(line)).endsWith("\"message\":\"a\uFFFDb\"}\n");
    }

    @Test
    void theTimeStandsBeforeEachLine() {
        String time = LogLine.timeText(1_000);
        assertThat(text(LineStyle.timed("api:1 | ", () -> 1_000), "one\ntwo\n"))
                .isEqualTo(time + " api:1 | one\n" + time + " api:1 | two\n");
    }

    @Test
    void aRawLineIsWhatWasPrinted() {
        LineStyle raw = LineStyle.inFile(LogFormat.RAW, false, "api", 1, 4711, Printed.OUT);
        assertThat(text(raw, "\u001b[31mred\n")).isEqualTo("\u001b[31mred\n");
    }

    private static String text(LineStyle style, String lines) {
        return text(style.style(lines.getBytes(UTF_8)));
    }

    private static String text(PrefixedLines lines) {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        assertThat(lines.fill(buffer, 0)).isEqualTo(lines.length());
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        return new String(bytes, UTF_8);
    }
}
