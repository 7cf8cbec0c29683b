package io.baton.master.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.table.Moment;
import io.baton.master.table.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class LogLinesTest {

    private static final LogSource OUT = new LogSource("api", 2, false, Path.of("/l/api-2-out.log"));
    private static final LogSource ERR = new LogSource("api", 2, true, Path.of("/l/api-2-err.log"));
    private static final LogSource ALL = new LogSource("api", LogSource.SHARED, false, Path.of("/l/api-out.log"));
    private static final String JSON =
            "{\"time\":\"2026-11-28T10:12:01.123Z\",\"app\":\"api\",\"slot\":3,\"pid\":1,\"stream\":\"out\",\"message\":\"a\\\"b\"}";

    @TempDir
    Path directory;

    @Test
    void eachLineStandsBehindItsSlotInEveryFormatOfTheFile() {
        assertThat(plain(OUT, "hello")).containsExactly("api:2 | hello");
        assertThat(plain(ERR, "oh")).containsExactly("api:2 err | oh");
        assertThat(plain(ALL, "api:7 | merged")).containsExactly("api:7 | merged");
        assertThat(plain(ALL, "2026-11-28 10:12:01.123 api:7 | timed"))
                .containsExactly("2026-11-28 10:12:01.123 api:7 | timed");
        assertThat(plain(ALL, JSON)).containsExactly("2026-11-28T10:12:01.123Z api:3 | a\"b");
        assertThat(plain(ALL, "baton: 3 lines were lost here")).containsExactly("api | baton: 3 lines were lost here");
        assertThat(plain(OUT, "{\"time\":\"noon\"}")).containsExactly("api:2 | {\"time\":\"noon\"}");
    }

    @Test
    void onlyTheSlotsThatWereAskedForAreShown() {
        LogLines lines = new LogLines(LogLines.Style.PREFIXED, Terminal.NONE, List.of("api:2", "web"));
        assertThat(lines.show(ALL, List.of("api:1 | no", "api:2 | yes"))).containsExactly("api:2 | yes");
        assertThat(lines.show(OUT, List.of("yes"))).containsExactly("api:2 | yes");
        assertThat(lines.show(new LogSource("web", 5, false, Path.of("/l/x")), List.of("yes")))
                .containsExactly("web:5 | yes");
    }

    @Test
    void rawIsWhatWasPrinted() {
        LogLines raw = new LogLines(LogLines.Style.RAW, Terminal.NONE, List.of());
        assertThat(raw.show(ALL, List.of(JSON, "api:1 | x"))).containsExactly("a\"b", "x");
    }

    @Test
    void aJsonLineIsADocument() {
        LogLines json = new LogLines(LogLines.Style.JSON, Terminal.NONE, List.of());
        assertThat(json.show(ERR, List.of("x")))
                .containsExactly(
                        "{\"schema\":1,\"time\":null,\"app\":\"api\",\"slot\":2,\"stream\":\"err\",\"message\":\"x\"}");
        assertThat(json.show(ALL, List.of("2026-11-28 10:12:01.123 api:7 | x")))
                .containsExactly("{\"schema\":1,\"time\":\"" + Moment.utcOf("2026-11-28 10:12:01.123")
                        + "\",\"app\":\"api\",\"slot\":7,\"stream\":\"out\",\"message\":\"x\"}");
    }

    @Test
    void aTerminalGetsColoursAndNothingThatSteersIt() {
        LogLines lines = new LogLines(LogLines.Style.PREFIXED, new Terminal(true, 80, true, true), List.of());
        assertThat(lines.show(OUT, List.of("\u001b[31mred\u001b[0m\u001b[2J\u001b]0;title\u0007")))
                .containsExactly("\u001b[36mapi:2 |\u001b[0m \u001b[31mred\u001b[0m?[2J?]0;title?");
    }

    @Test
    void theFilesOfADirectoryTellWhoseTheyAre() throws IOException {
        for (String name :
                List.of("api-2-out.log", "api-2-err.log", "api-2-out.log.1", "my-app-out.log", "master.log")) {
            Files.createFile(directory.resolve(name));
        }
        assertThat(LogSource.in(directory))
                .containsExactly(
                        new LogSource("api", 2, false, directory.resolve("api-2-out.log")),
                        new LogSource("api", 2, true, directory.resolve("api-2-err.log")),
                        new LogSource("my-app", LogSource.SHARED, false, directory.resolve("my-app-out.log")));
    }

    private static List<String> plain(LogSource source, String line) {
        return new LogLines(LogLines.Style.PREFIXED, Terminal.NONE, List.of()).show(source, List.of(line));
    }
}
